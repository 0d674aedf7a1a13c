//! Invoices, their stock, and credit reports, held to tables 30 and 110 to 114.

use super::*;

const LINE: &str = r#"{"fphxz":"0","spbm":"3040502020200000000","xmmc":"停车费","xmsl":"1","xmdj":"18.87","xmje":18.87,"sl":"0.06","se":1.13}"#;

fn blue(serial: &str) -> String {
    format!(
        r#"[{{"fpqqlsh":"{serial}","kplx":"0","zsfs":"0","xsfnsrsbh":"91440300708461136T","xsfmc":"某停车","xhf_dz":"深圳","xhf_dh":"0755","gmfnsrsbh":"91350100M000100Y43","gmfmc":"某商贸","ghfqylx":"01","kpr":"开票人","jshj":"20.00","hjje":"18.87","hjse":"1.13","tspz":"00","xmxxList":[{LINE}]}}]"#
    )
}

fn red(serial: &str, number: &str) -> String {
    blue(serial)
        .replace(r#""kplx":"0""#, &format!(r#""kplx":"1","yfpdm":"144031800111","yfphm":"{number}""#))
        .replace(r#""jshj":"20.00""#, r#""jshj":"-20.00""#)
        .replace(r#""hjje":"18.87""#, r#""hjje":"-18.87""#)
        .replace(r#""hjse":"1.13""#, r#""hjse":"-1.13""#)
        .replace(r#""xmsl":"1""#, r#""xmsl":"-1""#)
        .replace(r#""xmje":18.87"#, r#""xmje":-18.87"#)
        .replace(r#""se":1.13"#, r#""se":-1.13"#)
}

#[tokio::test]
async fn an_invoice_is_made_once_and_taken_back_once() {
    let client = Client::start().await;
    let stock = json!([{ "nsrsbh": "91440300708461136T" }]);
    let before = client.call("1202", stock.clone()).await["data"][0]["cnt"].as_i64().unwrap();
    let reply = client.call_text("1201", &blue("LD01")).await;
    let made = &reply["data"][0];
    assert_eq!((code(&reply), &made["fpqqlsh"]), (0, &json!("LD01")), "{reply}");
    assert_eq!((&made["fpdm"], &made["fphm"]), (&json!("144031800111"), &json!("00000001")));
    assert_eq!((&made["hjbhsje"], &made["hjse"]), (&json!(18.87), &json!(1.13)));
    for field in ["jym", "kprq", "pdfurl", "fwmw", "ewm"] {
        assert!(made[field].as_str().is_some_and(|text| !text.is_empty()), "成功必填: {field}");
    }
    assert_eq!(code(&client.call_text("1201", &blue("LD01")).await), 1200, "a serial number makes one invoice");
    assert_eq!(code(&client.call_text("1201", &red("LD02", "00000009")).await), 1100);
    assert_eq!(code(&client.call_text("1201", &red("LD02", "00000001")).await), 0);
    assert_eq!(code(&client.call_text("1201", &red("LD03", "00000001")).await), 1400, "taken back before");
    assert_eq!(code(&client.call_text("1201", &red("LD03", "00000002")).await), 1100, "a red one is not taken back");
    let after = client.call("1202", stock).await["data"][0]["cnt"].as_i64().unwrap();
    assert_eq!(before - after, 2);
}

#[tokio::test]
async fn table_110_is_held_to() {
    let client = Client::start().await;
    let discount = LINE.replace(r#""fphxz":"0""#, r#""fphxz":"1""#);
    for (from, to, expected) in [
        (r#""kplx":"0""#, r#""kplx":0"#, 1005),
        (r#""kplx":"0""#, r#""kplx":"2""#, 1007),
        (r#""kplx":"0""#, r#""kplx":"1""#, 1000),
        (r#""xsfmc""#, r#""xsfmtc""#, 1000),
        (r#""gmfnsrsbh":"91350100M000100Y43","#, "", 1000),
        (r#""jshj":"20.00""#, r#""jshj":20.00"#, 1005),
        (r#""jshj":"20.00""#, r#""jshj":"20.000""#, 1005),
        (r#""jshj":"20.00""#, r#""jshj":"20.01""#, 1007),
        (r#""xmje":18.87"#, r#""xmje":18.9"#, 1007),
        (r#""xmje":18.87"#, r#""xmje":18.88"#, 1007),
        (r#""se":1.13"#, r#""se":"1.13""#, 1005),
        (r#""kpr":"开票人""#, r#""kpr":"一二三四五六七八九""#, 1004),
        (r#""tspz":"00""#, r#""tspz":"0""#, 1007),
        (LINE, r#"{"xmxx":{}}"#, 1000),
        (LINE, discount.as_str(), 1007),
        (LINE, "", 1000),
    ] {
        let body = blue("LD01");
        assert!(body.contains(from), "{from}");
        let reply = client.call_text("1201", &body.replacen(from, to, 1)).await;
        assert_eq!(code(&reply), expected, "{to}: {reply}");
    }
    let many = blue("LD01").replace(LINE, &vec![LINE; 101].join(","));
    assert_eq!(code(&client.call_text("1201", &many).await), 1004);
    assert_eq!(code(&client.call("1202", json!([{ "nsrsbh": "9144", "fjh": "0" }])).await), 1005);
    assert_eq!(code(&client.call("1202", json!([{}])).await), 1000);
}

#[tokio::test]
async fn a_report_that_lacks_something_has_a_code_of_its_own() {
    let client = Client::start().await;
    let report = |name: &str, value: Option<Value>| {
        let mut report = json!({
            "id": "ee8080814d9be81f014d9beb81090033", "providerCode": "91440300708461136T", "category": 0,
            "name": "某先生", "idType": "X", "idNo": "A0001", "information": "欠费"
        });
        match value {
            Some(value) => report[name] = value,
            None => drop(report.as_object_mut().unwrap().remove(name)),
        }
        json!([report])
    };
    for (name, value, expected) in [
        ("idType", Some(json!(0)), 0),
        ("idType", Some(json!("0")), 1007),
        ("idType", Some(json!(10)), 1007),
        ("idType", None, 1006),
        ("name", None, 1006),
        ("information", Some(json!("")), 1006),
        ("information", Some(json!("欠".repeat(501))), 1004),
        ("category", Some(json!(2)), 1007),
        ("idNo", Some(json!("1".repeat(19))), 1004),
    ] {
        let reply = client.call("1301", report(name, value.clone())).await;
        assert_eq!(code(&reply), expected, "{name} {value:?}: {reply}");
    }
    let reply = client.call("1301", report("idType", Some(json!(0)))).await;
    assert_eq!((code(&reply), &reply["data"][0]["id"]), (0, &json!("ee8080814d9be81f014d9beb81090033")), "a repeat");
    assert_eq!(code(&client.call("1301", report("idNo", Some(json!("A0002")))).await), 1200, "another content");
}
