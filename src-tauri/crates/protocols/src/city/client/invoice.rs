//! What the platform answers about invoices: 1201 and 1202.

use lotdesk_domain::invoice::InvoiceAnswer;

use super::Reply;
use crate::city::wire::form::{Int, Text};
use crate::city::wire::invoice::{InvoiceReply, StockItem, StockReply};
use crate::json::{JsonError, to_canonical};

/// What an accepted 1201 says (table 111); none where it cannot be read.
pub fn read_invoice(body: &str) -> Option<InvoiceAnswer> {
    let reply = Reply::parse(body).ok()?;
    let item: InvoiceReply = serde_json::from_str(&reply.first()?.compact()).ok()?;
    let text = |given: Option<Text>| given.map(|text| text.0).filter(|text| !text.is_empty());
    Some(InvoiceAnswer {
        serial: item.fpqqlsh.0,
        code: text(item.fpdm).unwrap_or_default(),
        number: text(item.fphm).unwrap_or_default(),
        check_code: text(item.jym),
        issued_at: text(item.kprq),
        pdf_url: text(item.pdfurl),
        net_fen: item.hjbhsje.map(|yuan| yuan.0),
        tax_fen: item.hjse.map(|yuan| yuan.0),
        cipher: text(item.fwmw),
        qr_code: text(item.ewm),
    })
}

/// The item of a 1202 (table 112): how many invoices are in stock, of one machine or of all.
///
/// # Errors
/// When the item cannot be written.
pub fn stock_item(tax_no: &str, machine: Option<u32>) -> Result<String, JsonError> {
    to_canonical(&StockItem { nsrsbh: Text::from(tax_no), fjh: machine.map(|no| Int(i64::from(no))) })
}

/// The stock that an accepted 1202 is answered with (table 113); none where it cannot be read.
pub fn read_stock(reply: &Reply) -> Option<u32> {
    let item: StockReply = serde_json::from_str(&reply.first()?.compact()).ok()?;
    u32::try_from(item.cnt?.0).ok()
}

#[cfg(test)]
mod tests {
    use lotdesk_domain::money::Fen;

    use super::*;

    #[test]
    fn an_invoices_answer_is_read_in_every_form() {
        let body = r#"{"resultCode":"0","data":[{"fpqqlsh":"LD1","fpdm":144031809110,"fphm":"00000002","jym":"",
            "hjbhsje":"18.87","hjse":1.13,"pdfurl":"https://x/1.pdf"}]}"#;
        let answer = read_invoice(body).unwrap();
        assert_eq!((answer.serial.as_str(), answer.code.as_str()), ("LD1", "144031809110"));
        assert_eq!((answer.net_fen, answer.tax_fen), (Some(Fen(1887)), Some(Fen(113))));
        assert_eq!((answer.check_code, answer.pdf_url.as_deref()), (None, Some("https://x/1.pdf")));
        for bad in ["", "{}", r#"{"resultCode":0,"data":[]}"#, r#"{"resultCode":0,"data":[{"hjse":"x"}]}"#] {
            assert_eq!(read_invoice(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_stock_is_a_number() {
        assert_eq!(stock_item("914", None).unwrap(), r#"{"nsrsbh":"914"}"#);
        assert_eq!(stock_item("914", Some(2)).unwrap(), r#"{"fjh":2,"nsrsbh":"914"}"#);
        let stock = |body: &str| read_stock(&Reply::parse(body).unwrap());
        assert_eq!(stock(r#"{"resultCode":0,"data":[{"cnt":"12"}]}"#), Some(12));
        for bad in [r#"{"resultCode":0,"data":[]}"#, r#"{"resultCode":0,"data":[{"cnt":-1}]}"#] {
            assert_eq!(stock(bad), None, "{bad}");
        }
    }
}
