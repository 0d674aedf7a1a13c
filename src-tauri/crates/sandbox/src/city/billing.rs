//! Invoices and credit reports, as the platform has them: it makes an invoice once for a serial number, takes one back once,
//! and counts what is left in stock.

use std::collections::{BTreeMap, BTreeSet};

use lotdesk_protocols::json::Node;

use super::a2::{self, Refusal};

/// Blank invoices at the beginning.
const STOCK: i64 = 100_000;
/// 发票代码 of everything that is made here.
const CODE: &str = "144031800111";

/// An invoice that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Made {
    number: String,
    red: bool,
    gross_fen: i64,
}

/// What the platform knows of invoices and reports.
#[derive(Debug, Default)]
pub struct Billing {
    /// By serial number.
    invoices: BTreeMap<String, Made>,
    /// Numbers of blue invoices that were taken back.
    taken_back: BTreeSet<String>,
    /// Where the PDFs lie; told once the port is known.
    papers_at: String,
}

fn text<'a>(node: &'a Node, name: &str) -> &'a str {
    node.get(name).and_then(Node::as_text).unwrap_or_default()
}

/// An amount in 分; the check has seen that it has two decimals at the most.
fn fen(literal: &str) -> i64 {
    let (whole, rest) = literal.split_once('.').unwrap_or((literal, ""));
    let digits = format!("{whole}{rest:0<2}");
    digits.parse().unwrap_or(0)
}

fn amount(node: &Node, name: &str) -> i64 {
    fen(node.get(name).and_then(Node::text_or_number).unwrap_or_default())
}

/// What table 110 says beside its columns.
///
/// # Errors
/// With the code of table A.2 that fits.
pub fn check_invoice(item: &Node) -> Result<(), Refusal> {
    let out_of_range = |words: String| Err(Refusal::new(a2::OUT_OF_RANGE, words));
    let red = text(item, "kplx") == "1";
    for name in ["yfpdm", "yfphm"] {
        if red && text(item, name).is_empty() {
            return Err(Refusal::new(a2::NAMING, format!("{name} is missing from a red invoice (table 110)")));
        }
    }
    if text(item, "ghfqylx") == "01" && text(item, "gmfnsrsbh").is_empty() {
        return Err(Refusal::new(a2::NAMING, "gmfnsrsbh is missing, and the buyer is a company (table 110)"));
    }
    let lines = item.get("xmxxList").and_then(Node::as_list).unwrap_or_default();
    if lines.len() > 100 {
        return Err(Refusal::new(a2::TOO_LONG, format!("{} lines, 100 at most (table 110)", lines.len())));
    }
    let (gross, net, tax) = (amount(item, "jshj"), amount(item, "hjje"), amount(item, "hjse"));
    if gross != net + tax {
        return out_of_range(format!("jshj is {gross} fen, hjje and hjse are {net} and {tax}"));
    }
    let sum = |name: &str| lines.iter().map(|line| amount(line, name)).sum::<i64>();
    if (sum("xmje"), sum("se")) != (net, tax) {
        return out_of_range(format!("the lines add up to {} and {} fen, not {net} and {tax}", sum("xmje"), sum("se")));
    }
    if (red && gross >= 0) || (!red && gross <= 0) {
        return out_of_range(format!("jshj is {gross} fen on a {} invoice", if red { "red" } else { "blue" }));
    }
    for (at, line) in lines.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| &lines[before]);
        let follows = before.is_some_and(|b| text(b, "fphxz") == "2" && text(b, "xmmc") == text(line, "xmmc"));
        if text(line, "fphxz") == "1" && (red || !follows || amount(line, "xmje") >= 0) {
            return out_of_range(format!("xmxxList[{at}] is a discount of nothing before it"));
        }
    }
    Ok(())
}

/// What table 30 says beside its columns: a person has a kind of document.
///
/// # Errors
/// With the code of table A.2 that fits.
pub fn check_credit(item: &Node) -> Result<(), Refusal> {
    let person = item.get("category").and_then(Node::to_integer) == Some(0);
    if person && item.get("idType").is_none() {
        return Err(Refusal::new(a2::CREDIT_INCOMPLETE, "idType is missing from a person (table 30)"));
    }
    Ok(())
}

impl Billing {
    /// Whether the invoice may be made.
    ///
    /// # Errors
    /// With the code of table A.2 that fits.
    pub fn admit(&self, item: &Node) -> Result<(), Refusal> {
        check_invoice(item)?;
        let serial = text(item, "fpqqlsh");
        if self.invoices.contains_key(serial) {
            return Err(Refusal::new(1200, format!("an invoice was made for {serial} already")));
        }
        if text(item, "kplx") == "0" {
            return Ok(());
        }
        let (code, number) = (text(item, "yfpdm"), text(item, "yfphm"));
        let blue = self.invoices.values().find(|made| code == CODE && made.number == number && !made.red);
        let Some(blue) = blue else {
            return Err(Refusal::new(a2::NO_OBJECT, format!("there is no blue invoice {code} {number}")));
        };
        if self.taken_back.contains(number) {
            return Err(Refusal::new(1400, format!("invoice {number} was taken back before")));
        }
        let gross = amount(item, "jshj");
        if gross != -blue.gross_fen {
            let words = format!("the blue invoice is over {} fen, the red one over {gross}", blue.gross_fen);
            return Err(Refusal::new(a2::OUT_OF_RANGE, words));
        }
        Ok(())
    }

    /// Makes an admitted invoice.
    pub fn make(&mut self, item: &Node) {
        let red = text(item, "kplx") == "1";
        if red {
            self.taken_back.insert(text(item, "yfphm").to_owned());
        }
        let number = format!("{:08}", self.invoices.len() + 1);
        let made = Made { number, red, gross_fen: amount(item, "jshj") };
        self.invoices.entry(text(item, "fpqqlsh").to_owned()).or_insert(made);
    }

    /// The members of the answer to a 1201 beside the serial number (table 111).
    pub fn answer(&self, item: &Node, day: &str) -> Vec<(&'static str, Node)> {
        let Some(made) = self.invoices.get(text(item, "fpqqlsh")) else { return Vec::new() };
        let said = |text: &str| Node::Text(text.to_owned());
        let number = |name: &str| {
            let fen = amount(item, name);
            let sign = if fen < 0 { "-" } else { "" };
            Node::Number(format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100))
        };
        vec![
            ("fpdm", said(CODE)),
            ("fphm", said(&made.number)),
            ("kprq", said(day)),
            ("jym", said("12345678901234567890")),
            ("pdfurl", Node::Text(format!("{}/{CODE}-{}.pdf", self.papers_at, made.number))),
            ("hjbhsje", number("hjje")),
            ("hjse", number("hjse")),
            ("fwmw", said("03-0*88<7>+5*2/8>9")),
            ("ewm", said("iVBORw0KGgo=")),
        ]
    }

    /// The PDFs lie below this address from now on.
    pub fn papers_lie_at(&mut self, address: String) {
        self.papers_at = address;
    }

    /// The PDF of this name; none where no such invoice was made.
    pub fn paper(&self, name: &str) -> Option<Vec<u8>> {
        let number = name.strip_prefix(CODE)?.strip_prefix('-')?.strip_suffix(".pdf")?;
        let made = self.invoices.values().find(|made| made.number == number)?;
        let yuan = format!(
            "{}{}.{:02}",
            if made.gross_fen < 0 { "-" } else { "" },
            made.gross_fen.abs() / 100,
            made.gross_fen.abs() % 100
        );
        let kind = if made.red { "RED (credit)" } else { "BLUE" };
        Some(super::paper::pdf(&[
            "SANDBOX CITY PLATFORM - ELECTRONIC INVOICE (sample, no tax document)".to_owned(),
            format!("Code {CODE}   Number {number}"),
            format!("Kind {kind}   Total CNY {yuan}"),
        ]))
    }

    /// What is left (table 113).
    pub fn stock(&self) -> i64 {
        STOCK - i64::try_from(self.invoices.len()).unwrap_or(STOCK)
    }
}
