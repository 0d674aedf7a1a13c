//! The archive is as strict as its document.

use chrono::NaiveDate;
use lotdesk_protocols::json::Node;

use super::check::upload;

/// The document's own example (section 5), its placeholder for a list number made a number.
const EXAMPLE: &str = r#"{"access_token":"T","basicInfo":{"companyname":"测试企业","costlistcode":"20215555455001","faultdescription":"暂无","repairdate":"20211212","repairmileage":"10","settledate":"20211212","vehicleplatenumber":"琼AF1111","vin":"LTVBG864250132456","fueltype":"A","vehicleusecharacter":"01"},"repairprojectlist":[{"repairproject":"补胎(蘑菇钉补)","workinghours":"1"}],"vehiclepartslist":[]}"#;

fn judged(body: &str) -> Result<String, String> {
    upload(&Node::parse(body).unwrap(), NaiveDate::from_ymd_opt(2026, 11, 25).unwrap())
}

#[test]
fn the_documents_example_is_taken_and_every_change_of_it_refused() {
    assert_eq!(judged(EXAMPLE).as_deref(), Ok("20215555455001"));
    for (from, to, field) in [
        (r#""vin":"LTVBG864250132456""#, r#""vin":"""#, "vin"),
        ("LTVBG864250132456", "LTVBG86425013245", "vin"),
        (r#""repairmileage":"10""#, r#""repairmileage":10"#, "repairmileage"),
        (r#""repairmileage":"10""#, r#""repairmileage":"10.5""#, "repairmileage"),
        (r#""repairdate":"20211212""#, r#""repairdate":"2021-12-12""#, "repairdate"),
        (r#""settledate":"20211212""#, r#""settledate":"20211211""#, "settledate"),
        (r#""settledate":"20211212""#, r#""settledate":"20261126""#, "settledate"),
        (r#""fueltype":"A""#, r#""fueltype":"G""#, "fueltype"),
        (r#""vehicleusecharacter":"01""#, r#""vehicleusecharacter":"1""#, "vehicleusecharacter"),
        (r#""costlistcode":"20215555455001""#, r#""costlistcode":"无""#, "costlistcode"),
        (r#""workinghours":"1""#, r#""workinghours":"1.25""#, "workinghours"),
        (r#""workinghours":"1""#, r#""workinghours":"-1""#, "workinghours"),
        (r#"[{"repairproject":"补胎(蘑菇钉补)","workinghours":"1"}]"#, "[]", "repairprojectlist"),
        (r#""vehiclepartslist":[]"#, r#""vehiclepartslist":[{"partsname":"a","partscode":"b"}]"#, "partsquantity"),
        (r#""vehiclepartslist":[]"#, r#""vehiclepartslist":[],"price":"1""#, "price"),
    ] {
        assert!(EXAMPLE.contains(from), "{from}");
        let said = judged(&EXAMPLE.replace(from, to)).unwrap_err();
        assert!(said.contains(field), "{to}: {said}");
    }
}

#[test]
fn what_is_missing_is_taken_as_the_document_orders() {
    let bare = EXAMPLE
        .replace("LTVBG864250132456", "无")
        .replace("琼AF1111", "无")
        .replace("补胎(蘑菇钉补)", "无")
        .replace(r#""workinghours":"1""#, r#""workinghours":"0""#);
    assert!(judged(&bare).is_ok());
}
