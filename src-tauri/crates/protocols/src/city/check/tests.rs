use proptest::prelude::*;

use super::*;

const RECORD: &str = r#"{"id":"C78E319DAB604A268842ACF164774592","parkCode":"44030400100101000010",
    "parkCarInfo":{"plateNo":"粤B88888","plateColor":"黄绿色","carModel":3,"eidEquiped":false},
    "enterTime":"2018-01-01 01:01:01","leaveTime":"2018-01-02 01:01:01",
    "receivables":20.00,"discount":5.00,"received":15.00,"recordType":1}"#;

const LOT: &str = r#"{"parkInfo":{"parkCode":"44030400100101000010","parkName":"XXX停车场","parkType":1,
    "districtCode":"440304","roadName":"百花五路","totalSpaces":300,"operatorId":"B76238","owner":"XXX公司",
    "serviceType":1,"publicInfo":"全天"},"state":1}"#;

const SPACE: &str = r#"{"spaceInfo":{"spaceNo":"4403040010010100001000B1A108","parkCode":"44030400100101000010",
    "positionType":1,"materialType":0,"withLocker":0,"withChargingPile":1,"state":1,"moment":"2018-01-01 01:01:01"},
    "state":1}"#;

const EQUIPMENT: &str = r#"{"equipment":{"id":"A1DC1D9FCCDC441FB6238FB43FABA9B8","equipmentCode":"77775555001001",
    "name":"入口A","equipmentType":"1000","state":1,"moment":"2018-01-01 01:01:01"},"state":1}"#;

const CHARGE: &str = r#"{"id":"FF8080814D9BE81F014D9BEB81090003","recordId":"C78E319DAB604A268842ACF164774592",
    "payTime":"2018-01-01 01:01:01","receivables":20.00,"discount":3.00,"received":17.00,"payType":1,
    "payFrom":"线下缴费"}"#;

const EVENT: &str = r#"{"id":"8E1804D7B1F64A51A955EF692FADB7CE","plateNo":"粤B88888","time":"2115-06-02 13:23:12",
    "eventType":1001,"eventLevel":1,"equipmentId":"A1DC1D9FCCDC441FB6238FB43FABA9B8","remark":"套牌"}"#;

const PICTURE: &str = r#"{"pictureId":"8E1804D7B1F64A51A955EF692FADB7CE","recordId":"C78E319DAB604A268842ACF164774592",
    "entering":true,"takenAt":1514739661000,"fileName":"a.jpg","imageBizType":2,
    "destPath":"/20180101/44030400100101000010/0/C78E319DAB604A268842ACF164774592/","pickTime":1514739661}"#;

fn found(interface: &str, item: &str) -> Vec<String> {
    check(interface, item).unwrap().iter().map(Violation::to_string).collect()
}

#[test]
fn messages_that_keep_the_tables_pass() {
    for (interface, item) in [
        ("5004", RECORD),
        ("5005", RECORD),
        ("5006", RECORD),
        ("3001", LOT),
        ("3004", SPACE),
        ("3003", EQUIPMENT),
        ("5008", CHARGE),
        ("2002", EVENT),
        ("2001", PICTURE),
        ("5001", r#"{"spaceNo":"A","state":-1}"#),
        ("5002", r#"{"id":"df008eaf65544a6080bdad1e5ed4e18a","state":2}"#),
        ("5003", r#"{"parkCode":"44030400100101000010","usedSpaces":50,"unusedSpaces":60,"reservedSpaces":10}"#),
        ("1001", r#"{"userId":"u","password":"r2o1hCPqVF5FSU7oQY2JfA=="}"#),
    ] {
        assert_eq!(found(interface, item), Vec::<String>::new(), "{interface}");
        assert_eq!(problem(interface, item), None);
    }
}

/// A message that keeps its table, what is changed in it, and what must be said of it.
type Case = (&'static str, &'static str, (&'static str, &'static str), &'static str);

const CASES: &[Case] = &[
    // required
    ("5004", RECORD, (r#""receivables":20.00,"#, ""), "receivables (table 13): is required"),
    ("5004", RECORD, (r#","eidEquiped":false"#, ""), "parkCarInfo.eidEquiped (table 11): is required"),
    ("5004", RECORD, (r#""parkCode":"44030400100101000010","#, ""), "parkCode|spaceNo (table 13): is required"),
    ("3001", LOT, (r#""XXX停车场""#, r#""""#), "parkInfo.parkName (table 3): must not be empty"),
    ("3001", LOT, (r#","state":1"#, ""), "state (table 45): is required"),
    (
        "2002",
        EVENT,
        (r#""equipmentId":"A1DC1D9FCCDC441FB6238FB43FABA9B8","#, ""),
        "equipmentId (table 27): is required",
    ),
    // type
    (
        "5004",
        RECORD,
        (r#""44030400100101000010""#, "44030400100101000010"),
        "parkCode (table 13): must be a string, not a number",
    ),
    ("5004", RECORD, ("20.00", r#""20.00""#), "receivables (table 13): must be a number, not a string"),
    ("5004", RECORD, ("false", "0"), "parkCarInfo.eidEquiped (table 11): must be a boolean, not a number"),
    (
        "5004",
        RECORD,
        (r#""recordType":1"#, r#""recordType":null"#),
        "recordType (table 13): must be a number, not null",
    ),
    ("3003", EQUIPMENT, (r#""1000""#, "1000"), "equipment.equipmentType (table 9): must be a string, not a number"),
    (
        "5004",
        RECORD,
        (r#""recordType":1"#, r#""recordType":1.0"#),
        "recordType (table 13): \"1.0\" is not a whole number",
    ),
    // length, in characters
    ("3001", LOT, ("百花五路", "百花五路百花五路百花五"), "parkInfo.roadName (table 3): 10 characters at most, not 11"),
    ("5004", RECORD, ("黄绿色", "黄绿双拼"), "parkCarInfo.plateColor (table 11): 3 characters at most, not 4"),
    ("5008", CHARGE, ("线下缴费", "线下缴费线下缴费线下缴"), "payFrom (table 15): 10 characters at most, not 11"),
    // code lists
    ("5004", RECORD, (r#""carModel":3"#, r#""carModel":4"#), "parkCarInfo.carModel (table 11): 4 is not one of 1 2 3"),
    ("5008", CHARGE, (r#""payType":1"#, r#""payType":7"#), "payType (table 15): 7 is not one of 1 2 3 4 5 6"),
    (
        "3001",
        LOT,
        (r#""serviceType":1"#, r#""serviceType":0"#),
        "parkInfo.serviceType (table 3): 0 is not one of 1 2 3 4 5 6 7 8",
    ),
    ("2002", EVENT, ("1001", "1003"), "eventType (table 27): 1003 is not one of 1001 1002 8001"),
    ("3003", EQUIPMENT, (r#""1000""#, r#""6019""#), "equipment.equipmentType (table 9): 6019 is not one of 1000"),
    // decimals and ranges
    ("5004", RECORD, ("20.00", "20.0"), "receivables (table 13): 20.0 has not exactly two decimals"),
    ("5004", RECORD, ("20.00", "20"), "receivables (table 13): 20 has not exactly two decimals"),
    ("5004", RECORD, ("20.00", "2.000"), "receivables (table 13): 2.000 has not exactly two decimals"),
    ("5004", RECORD, ("20.00", "-20.00"), "receivables (table 13): -20.00 is out of range"),
    ("3001", LOT, ("300", "-1"), "parkInfo.totalSpaces (table 3): -1 is out of range"),
    ("3001", LOT, ("300", "2147483648"), "parkInfo.totalSpaces (table 3): 2147483648 is out of range"),
    (
        "3001",
        LOT,
        (r#""totalSpaces""#, r#""reservableSpaces":301,"totalSpaces""#),
        "parkInfo.reservableSpaces (table 3): 301 is out of range",
    ),
    (
        "3001",
        LOT,
        (r#""totalSpaces""#, r#""longitude":180.5e1,"totalSpaces""#),
        "parkInfo.longitude (table 3): 180.5e1 is out of range",
    ),
    (
        "3001",
        LOT,
        (r#""totalSpaces""#, r#""latitude":115.05,"totalSpaces""#),
        "parkInfo.latitude (table 3): 115.05 is out of range",
    ),
    ("2001", PICTURE, (":1514739661}", ":4294967296}"), "pickTime (table 42): 4294967296 is out of range"),
    // forms
    (
        "5004",
        RECORD,
        ("C78E319DAB604A268842ACF164774592", "C78E"),
        "id (table 13): \"C78E\" is not 32 hexadecimal digits",
    ),
    (
        "5004",
        RECORD,
        ("2018-01-01 01", "2018-01-01T01"),
        "enterTime (table 13): \"2018-01-01T01:01:01\" is not yyyy-MM-dd HH:mm:ss",
    ),
    (
        "5004",
        RECORD,
        ("2018-01-01 01:01:01", "2018-02-30 01:01:01"),
        "enterTime (table 13): \"2018-02-30 01:01:01\" is not",
    ),
    ("5004", RECORD, ("粤B88888", "粤 B88888"), "parkCarInfo.plateNo (table 11): \"粤 B88888\" is not a plate"),
    ("3001", LOT, ("440304\"", "4403\""), "parkInfo.districtCode (table 3): \"4403\" is not 6 or 9 digits"),
    ("2001", PICTURE, ("/0/", "/"), "destPath (table 42): "),
    ("2001", PICTURE, ("/20180101/", "/20181301/"), "destPath (table 42): "),
    // what remarks ask for
    ("5004", RECORD, ("2018-01-02", "2017-12-31"), "leaveTime (table 13): lies before enterTime"),
    ("5004", RECORD, ("false", "true"), "parkCarInfo.vrdb_no (table 11): is required"),
    ("3004", SPACE, (r#""parkCode":"44030400100101000010","#, ""), "spaceInfo.parkCode (table 10): is required"),
    ("3004", SPACE, (r#""materialType":0"#, r#""materialType":1"#), "spaceInfo.garageCode (table 10): is required"),
    // spellings of the examples that no table has
    ("3001", LOT, (r#""owner""#, r#""Owner""#), "parkInfo.Owner (table 3): the table has no such field"),
    (
        "5004",
        RECORD,
        (r#""recordType""#, r#""isSharedParking":0,"recordType""#),
        "isSharedParking (table 13): the table has no such field",
    ),
];

#[test]
fn every_violation_names_field_table_and_rule() {
    for (interface, item, (from, to), wanted) in CASES {
        assert!(item.contains(from), "{from} is not in the item of {interface}");
        let found = found(interface, &item.replacen(from, to, 1));
        assert!(found.iter().any(|said| said.starts_with(wanted)), "{interface} {from} -> {to}: {found:?}");
    }
}

#[test]
fn an_equipped_car_needs_all_five_fields_of_its_tag() {
    let missing = found("5004", &RECORD.replace("false", "true"));
    assert_eq!(missing.len(), 5, "{missing:?}");
    let tag = r#"true,"vrdb_no":"0101","vrdb_plateType":"0001","vrdb_carModel":"000000001","vrdb_usage":"0001","vrdb_seqno":"4400000000018""#;
    assert_eq!(found("5004", &RECORD.replace("false", tag)), Vec::<String>::new());
    let words = found("5004", &RECORD.replace("false", &tag.replace("0101", "0102")));
    assert_eq!(words, ["parkCarInfo.vrdb_no (table 11): \"0102\" is not binary digits"]);
    let words = found("5004", &RECORD.replace("false", &tag.replace("4400000000018", "440000000018")));
    assert_eq!(words, ["parkCarInfo.vrdb_seqno (table 11): \"440000000018\" is not 12 digits and a check digit"]);
    assert_eq!(found("5004", &RECORD.replace("false", &tag.replace("018\"", "01X\""))), Vec::<String>::new());
}

#[test]
fn the_window_hears_it_in_chinese() {
    let said = problem("3001", &LOT.replace("百花五路", "百花五路百花五路百花五")).unwrap();
    assert_eq!(said, "parkInfo.roadName：最多10个字符，现有11个（DB4403/T 313 表3）");
    let two = problem("5008", &CHARGE.replace("20.00", "20").replace(r#""payType":1,"#, "")).unwrap();
    assert_eq!(
        two,
        "receivables：金额应为两位小数，现为20（DB4403/T 313 表15）；payType：必须提供（DB4403/T 313 表15）"
    );
}

#[test]
fn the_error_code_of_a2_goes_with_it() {
    let code = |interface: &str, item: &str| check(interface, item).unwrap()[0].code();
    assert_eq!(code("5008", &CHARGE.replace("线下缴费", "线下缴费线下缴费线下缴")), 1004);
    assert_eq!(code("5008", &CHARGE.replace("20.00", "\"20.00\"")), 1005);
    assert_eq!(code("5008", &CHARGE.replace(":1,", ":9,")), 1007);
    assert_eq!(code("5008", "{}"), 1000);
}

#[test]
fn what_has_no_table_or_is_no_json_is_not_passed() {
    assert!(matches!(check("1006", "{}"), Err(CheckError::NoTable(interface)) if interface == "1006"));
    assert!(matches!(check("5004", "{"), Err(CheckError::Json(_))));
    assert!(problem("5004", "[]").unwrap().contains("应为对象"));
}

proptest! {
    #[test]
    fn any_item_is_answered(text in "[\\[\\]{}\",:0-9a-zA-Z.\\- ]{0,60}") {
        let _ = check("5004", &text);
    }

    #[test]
    fn lengths_are_counted_in_characters(name in "[a-z停车场é😀]{1,300}") {
        let item = LOT.replace("XXX停车场", &name);
        prop_assert_eq!(check("3001", &item).unwrap().is_empty(), name.chars().count() <= 255);
    }
}
