//! Invoices, credit reports and stays on the street, against messages written by hand from the tables.

#[path = "../../../../tests/checker.rs"]
mod checker;
mod lot;

use checker::{judge, requests};
use lot::{CHARGE, RECORD, at, charge, id, lot, map, vehicle};
use lotdesk_domain::credit::CreditReport;
use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::invoice::{Invoice, InvoiceColor, Original, PaidOrder, Seller, TaxRate, blue_lines, red_lines};
use lotdesk_domain::message::Draft;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::RecordType;
use lotdesk_domain::person::{Buyer, BuyerKind, CreditSubject, IdKind, PersonalData, SubjectKind};
use lotdesk_domain::street::{StayState, StreetStay};
use lotdesk_protocols::city::Dialect;
use lotdesk_protocols::city::check::check;
use lotdesk_protocols::city::client;
use lotdesk_protocols::city::client::personal::{person_of, with_person};
use lotdesk_protocols::json::Node;

const BUYER: &str = "B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0";
const INVOICE: &str = "0199AAAA0000700080000123456789AB";

fn seller() -> Seller {
    Seller {
        tax_no: "91440300708461136T".into(),
        name: "某停车管理有限公司".into(),
        address: "深圳市福田区".into(),
        phone: "0755-55556666".into(),
        bank_account: Some("某银行 1".into()),
        platform_code: None,
        drawer: "开票人".into(),
        payee: None,
        reviewer: None,
        item_name: "停车费".into(),
        item_code: "3040502020200000000".into(),
        rate: TaxRate(600),
    }
}

fn buyer() -> Buyer {
    Buyer {
        kind: BuyerKind::Company,
        name: "某商贸有限公司".into(),
        tax_no: Some("91350100M000100Y43".into()),
        address: None,
        phone: None,
        bank_account: Some("某银行 2".into()),
        mobile: Some("13800000000".into()),
        email: None,
        wechat_open_id: None,
        alipay_uid: Some("2088".into()),
    }
}

/// 20.00 due, 3.00 let off, 6 % tax.
fn blue() -> Invoice {
    let order =
        PaidOrder { order_no: "A1".into(), receivable_fen: Fen(2000), discount_fen: Fen(300), received_fen: Fen(1700) };
    Invoice {
        id: id(INVOICE),
        serial: "LD1812010123456789AB".into(),
        color: InvoiceColor::Blue,
        original: None,
        seller: seller(),
        lines: blue_lines(&[order], &seller()).unwrap(),
        order_nos: vec!["A1".into()],
        remark: None,
        asked_at: at("2018-12-01 12:00:00"),
    }
}

fn only(fact: &Fact) -> Draft {
    let mut drafts = map(fact);
    assert_eq!(drafts.len(), 1);
    drafts.remove(0)
}

fn asked(invoice: Invoice, buyer: Buyer) -> Draft {
    only(&Fact::InvoiceAsked { invoice, buyer_id: id(BUYER), buyer })
}

#[test]
fn an_invoice_waits_without_its_buyer_and_leaves_with_it() {
    let draft = asked(blue(), buyer());
    assert_eq!((draft.interface, draft.own_id.as_str()), ("1201", "LD1812010123456789AB"));
    assert_eq!((draft.problem.as_deref(), draft.order_key.as_deref()), (None, Some(INVOICE)));
    for personal in ["某商贸", "91350100M000100Y43", "13800000000", "2088", "gmf"] {
        assert!(!draft.body.contains(personal), "{personal} waits in {}", draft.body);
    }
    assert_eq!(person_of(&draft.body).unwrap(), Some(id(BUYER)));
    let sent = with_person("1201", &draft.body, &PersonalData::Buyer(buyer())).unwrap();
    let wanted = r#"{"fpqqlsh":"LD1812010123456789AB","kplx":"0","zsfs":"0","xsfnsrsbh":"91440300708461136T",
        "xsfmc":"某停车管理有限公司","xhf_dz":"深圳市福田区","xhf_dh":"0755-55556666","xsfyhzh":"某银行 1",
        "gmfnsrsbh":"91350100M000100Y43","gmfmc":"某商贸有限公司","gmfyhzh":"某银行 2","gmfsjh":"13800000000",
        "ghfqylx":"01","zfbuId":"2088","kpr":"开票人","jshj":"17.00","hjje":"16.04","hjse":"0.96","tspz":"00",
        "xmxxList":[{"fphxz":"2","spbm":"3040502020200000000","yhzcbs":"0","xmmc":"停车费","xmsl":"1","xmdj":"18.87",
        "xmje":18.87,"sl":"0.06","se":1.13},{"fphxz":"1","spbm":"3040502020200000000","yhzcbs":"0","xmmc":"停车费",
        "xmje":-2.83,"sl":"0.06","se":-0.17}]}"#;
    assert_eq!(sent, Node::parse(wanted).unwrap().canonical());
}

#[test]
fn a_red_invoice_names_the_blue_one_and_is_below_nothing() {
    let original = Original { invoice_id: id(INVOICE), code: "144031809110".into(), number: "00000001".into() };
    let red = Invoice {
        id: Guid::from_bytes([9; 16]),
        serial: "LD181202000000000009".into(),
        color: InvoiceColor::Red,
        original: Some(original),
        lines: red_lines(&blue().lines),
        ..blue()
    };
    let draft = asked(red.clone(), buyer());
    assert_eq!((draft.problem.as_deref(), draft.order_key.as_deref()), (None, Some(INVOICE)), "after the blue one");
    for part in [
        r#""kplx":"1""#,
        r#""yfpdm":"144031809110""#,
        r#""yfphm":"00000001""#,
        r#""jshj":"-17.00""#,
        r#""hjje":"-16.04""#,
        r#""hjse":"-0.96""#,
        r#""xmje":-16.04"#,
        r#""se":-0.96"#,
        r#""xmsl":"-1""#,
        r#""xmdj":"16.04""#,
    ] {
        assert!(draft.body.contains(part), "{part}: {}", draft.body);
    }
    let nameless = Invoice { original: None, ..red };
    assert!(asked(nameless, buyer()).problem.unwrap().contains("yfpdm"));
}

#[test]
fn an_invoice_that_breaks_the_table_never_leaves() {
    let problem = |buyer: Buyer| asked(blue(), buyer).problem;
    assert!(problem(Buyer { tax_no: None, ..buyer() }).unwrap().contains("gmfnsrsbh"));
    assert_eq!(problem(Buyer { tax_no: None, kind: BuyerKind::Individual, ..buyer() }), None);
    assert!(problem(Buyer { mobile: Some("1".repeat(49)), ..buyer() }).unwrap().contains("gmfsjh"));
    let item = with_person("1201", &asked(blue(), buyer()).body, &PersonalData::Buyer(buyer())).unwrap();
    let broken = |from: &str, to: &str| {
        assert!(item.contains(from), "{from}");
        check("1201", &item.replacen(from, to, 1))
            .unwrap()
            .iter()
            .map(|v| (v.path.clone(), v.code()))
            .collect::<Vec<_>>()
    };
    let one = |path: &str, code: u16| vec![(path.to_owned(), code)];
    assert_eq!(broken("\"jshj\":\"17.00\"", "\"jshj\":\"17.01\""), one("jshj", 1007), "the sums do not agree");
    assert_eq!(broken("\"hjse\":\"0.96\"", "\"hjse\":\"0.960\""), one("hjse", 1005));
    assert_eq!(broken("\"xmje\":18.87", "\"xmje\":18.9"), one("xmxxList[0].xmje", 1007));
    assert_eq!(broken("\"xmje\":18.87", "\"xmje\":\"18.87\""), one("xmxxList[0].xmje", 1005));
    assert_eq!(broken("\"tspz\":\"00\"", "\"tspz\":\"03\""), one("tspz", 1007));
    assert_eq!(broken("\"fphxz\":\"2\"", "\"fphxz\":\"3\""), one("xmxxList[0].fphxz", 1007));
    assert_eq!(broken("\"xmdj\":\"18.87\"", "\"xmdj\":\"18.8700001\""), one("xmxxList[0].xmdj", 1005));
    let mut many = Node::parse(&item).unwrap();
    if let Node::Object(members) = &mut many {
        let lines = members.iter_mut().find(|(name, _)| name == "xmxxList").unwrap();
        let line = lines.1.as_list().unwrap()[0].clone();
        lines.1 = Node::List(vec![line; 101]);
    }
    let found = check("1201", &many.canonical()).unwrap();
    assert_eq!(found.iter().map(|v| v.path.as_str()).collect::<Vec<_>>(), ["xmxxList"]);
}

#[test]
fn a_credit_report_waits_without_its_subject_and_leaves_with_it() {
    let report = CreditReport {
        id: id("EE8080814D9BE81F014D9BEB81090033"),
        provider_code: "91440300708461136T".into(),
        information: "2018年1月1日13时0分，未在规定时间内补缴欠费".into(),
    };
    let subject = |id_kind: IdKind| CreditSubject {
        kind: SubjectKind::Natural,
        name: "某先生".into(),
        id_kind: Some(id_kind),
        id_no: "11010519491231002X".into(),
    };
    let stated =
        |subject: CreditSubject| only(&Fact::DebtReported { report: report.clone(), subject_id: id(BUYER), subject });
    let draft = stated(subject(IdKind::CitizenCard));
    assert_eq!((draft.interface, draft.problem.as_deref(), draft.order_key.as_deref()), ("1301", None, None));
    assert!(!draft.body.contains("某先生") && !draft.body.contains("110105"), "{}", draft.body);
    let sent = with_person("1301", &draft.body, &PersonalData::Subject(subject(IdKind::CitizenCard))).unwrap();
    let wanted = r#"{"id":"EE8080814D9BE81F014D9BEB81090033","providerCode":"91440300708461136T","category":0,
        "name":"某先生","idType":0,"idNo":"11010519491231002X",
        "information":"2018年1月1日13时0分，未在规定时间内补缴欠费"}"#;
    assert_eq!(sent, Node::parse(wanted).unwrap().canonical());
    let other = with_person("1301", &draft.body, &PersonalData::Subject(subject(IdKind::Other))).unwrap();
    assert!(other.contains(r#""idType":"X""#));
    assert_eq!(check("1301", &other).unwrap(), []);
    for bad in [r#""idType":10"#, r#""idType":"0""#, r#""idType":"Y""#] {
        assert_eq!(check("1301", &other.replace(r#""idType":"X""#, bad)).unwrap().len(), 1, "{bad}");
    }
    assert!(with_person("1301", &draft.body, &PersonalData::Buyer(buyer())).is_err(), "a buyer is no subject");
    assert!(stated(CreditSubject { id_no: "1".repeat(19), ..subject(IdKind::Other) }).problem.is_some());
}

const BAY: &str = "4403040010010100001000B1A108";
const DETECTOR: &str = "DEDEDEDEDEDEDEDEDEDEDEDEDEDEDEDE";

fn standing() -> StreetStay {
    StreetStay {
        id: id(RECORD),
        space_no: BAY.into(),
        detector_id: Some(id(DETECTOR)),
        vehicle: None,
        entered_at: at("2018-01-01 01:01:01"),
        left_at: None,
        state: StayState::Standing,
        record_type: RecordType::Normal,
        fee_fen: None,
        receivable_fen: Fen::ZERO,
        discount_fen: Fen::ZERO,
        received_fen: Fen::ZERO,
        owed_fen: Fen::ZERO,
    }
}

#[test]
fn a_stay_on_the_street_is_told_by_its_bay() {
    let said = |fact: &Fact, interface: &str, body: &str| {
        let draft = only(fact);
        assert_eq!((draft.interface, draft.problem.as_deref()), (interface, None));
        assert_eq!(draft.body, Node::parse(body).unwrap().canonical());
        assert_eq!(draft.order_key.as_deref(), Some(RECORD));
        draft
    };
    let park_code = lot().park_code;
    let began = format!(
        r#"{{"id":"{RECORD}","parkCode":"{park_code}","spaceNo":"{BAY}","enterTime":"2018-01-01 01:01:01",
        "inEquipmentId":"{DETECTOR}","receivables":0.00,"discount":0.00,"received":0.00,"recordType":0}}"#
    );
    said(&Fact::StayBegan { stay: standing() }, "5004", &began);

    let seen = StreetStay { vehicle: Some(vehicle()), ..standing() };
    let corrected = only(&Fact::StayCorrected { stay: seen.clone() });
    assert_eq!(corrected.interface, "5006");
    assert!(corrected.body.contains("粤B88888") && corrected.own_id.starts_with(RECORD));

    // 20.00 due, nothing paid: the exit says so, and a payment comes after it.
    let left = StreetStay {
        left_at: Some(at("2018-01-02 01:01:01")),
        state: StayState::Left,
        fee_fen: Some(Fen(2000)),
        owed_fen: Fen(2000),
        ..standing()
    };
    let gone = format!(
        r#"{{"id":"{RECORD}","parkCode":"{park_code}","spaceNo":"{BAY}","enterTime":"2018-01-01 01:01:01",
        "inEquipmentId":"{DETECTOR}","leaveTime":"2018-01-02 01:01:01","outEquipmentId":"{DETECTOR}",
        "receivables":20.00,"discount":0.00,"received":0.00,"recordType":0}}"#
    );
    said(&Fact::StayEnded { stay: left.clone(), charge_ids: vec![] }, "5005", &gone);
    let paid = format!(
        r#"{{"id":"{CHARGE}","orderNo":"8882018010199001","recordId":"{RECORD}","payTime":"2018-01-02 01:00:00",
        "receivables":20.00,"discount":3.00,"received":17.00,"payType":1,"payFrom":"线下缴费"}}"#
    );
    said(&Fact::StayCharged { charge: charge(), stay: left }, "5008", &paid);
}

#[test]
fn a_bay_that_may_have_been_left_has_not_been_left_yet() {
    let leaving = StreetStay { state: StayState::Leaving, left_at: Some(at("2018-01-02 01:01:01")), ..standing() };
    let draft = only(&Fact::StayCorrected { stay: leaving });
    assert!(!draft.body.contains("leaveTime"), "{}", draft.body);
}

#[test]
fn the_checker_of_other_hands_finds_nothing_but_the_damaged_names() {
    let original = Original { invoice_id: id(INVOICE), code: "144031809110".into(), number: "00000001".into() };
    let red = Invoice {
        id: Guid::from_bytes([9; 16]),
        serial: "LD181202000000000009".into(),
        color: InvoiceColor::Red,
        original: Some(original),
        lines: red_lines(&blue().lines),
        ..blue()
    };
    let report = CreditReport {
        id: id("EE8080814D9BE81F014D9BEB81090033"),
        provider_code: "91440300708461136T".into(),
        information: "未在规定时间内补缴欠费".into(),
    };
    let subject = CreditSubject {
        kind: SubjectKind::Natural,
        name: "某先生".into(),
        id_kind: Some(IdKind::Other),
        id_no: "A0001".into(),
    };
    let left = StreetStay {
        left_at: Some(at("2018-01-02 01:01:01")),
        state: StayState::Left,
        fee_fen: Some(Fen(2000)),
        owed_fen: Fen(2000),
        ..standing()
    };
    let full = |draft: &Draft, person: &PersonalData| with_person(draft.interface, &draft.body, person).unwrap();
    let asked_in = |invoice: Invoice| full(&asked(invoice, buyer()), &PersonalData::Buyer(buyer()));
    let reported = only(&Fact::DebtReported { report, subject_id: id(BUYER), subject: subject.clone() });
    let mut said = vec![
        ("1201", asked_in(blue())),
        ("1201", asked_in(red)),
        ("1202", client::stock_item("91440300708461136T", Some(0)).unwrap()),
        ("1301", full(&reported, &PersonalData::Subject(subject))),
    ];
    let street = [
        Fact::StayBegan { stay: standing() },
        Fact::StayCorrected { stay: StreetStay { vehicle: Some(vehicle()), ..standing() } },
        Fact::StayEnded { stay: left.clone(), charge_ids: vec![] },
        Fact::StayCharged { charge: charge(), stay: left },
    ];
    said.extend(street.iter().map(only).map(|draft| (draft.interface, draft.body)));
    let dialect = Dialect::default();
    let story: Vec<(String, String)> = said
        .into_iter()
        .map(|(id, item)| (id.to_owned(), client::request(&dialect, &[&item], at("2026-11-23 08:00:00")).unwrap()))
        .collect();
    let Some(verdict) = judge(requests("city", &story)) else { return };
    assert!(verdict.errors.is_empty(), "{verdict:#?}");
    // The car on the street left without paying, and the report of its exit says so.
    let owed = "line 7 city 5005 warn: data[0].received received 0.00, but receivables - discount = 20.00";
    assert_eq!(verdict.news(), [owed]);
}
