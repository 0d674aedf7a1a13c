//! Movements of money that must not be: unbalanced ones, and refunds above their payments.

use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Ending;
use lotdesk_domain::parking::{PayType, RecordType, Standing, VehicleClass};
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::event::{DeductionBooked, Event, OrderPaid, RecordOpened, Refunded, StoredVehicle};
use lotdesk_ledger::tables::payment_lines::Place;
use lotdesk_ledger::tables::takings::{Takings, TakingsBy};
use lotdesk_ledger::{Actor, Entry, Ledger, LedgerError, Options, Urgency};

fn guid(n: u8) -> Guid {
    Guid::from_bytes([n; 16])
}

async fn append(ledger: &Ledger, event: impl Into<Event>) -> Result<(), LedgerError> {
    let event = event.into();
    let entry = Entry { at: Moment(7), actor: Actor::of("test"), cause: None, subject: Some(guid(1)) };
    let written = ledger.write(Urgency::Lane, move |tx| tx.append(&entry, event)).await?;
    written.map(|_| ())
}

/// A ledger with one car inside.
async fn one_car(folder: &tempfile::TempDir) -> Ledger {
    let ledger = Ledger::open(&Options { path: folder.path().join("ledger.db") }).unwrap();
    let opened = RecordOpened {
        id: guid(1),
        vehicle: StoredVehicle {
            plate: Plate::parse("粤B12345").unwrap(),
            plate_color: None,
            car_color: None,
            car_logo: None,
            class: VehicleClass::Small,
            tag: None,
        },
        standing: Standing::Temporary,
        area: "A".into(),
        entered_at: Moment(0),
        lane_id: None,
        read_id: None,
        picture_id: None,
        record_type: RecordType::Normal,
        share_id: None,
        reason: None,
    };
    append(&ledger, opened).await.unwrap();
    ledger
}

fn paid(id: u8, received: i64, postings: Vec<(&str, i64)>) -> OrderPaid {
    OrderPaid {
        id: guid(id),
        platform: Platform::City,
        order_no: "A1".into(),
        record_id: guid(1),
        paid_at: Moment(5),
        receivable_fen: Fen(received),
        discount_fen: Fen::ZERO,
        received_fen: Fen(received),
        debt_fen: Fen::ZERO,
        charging_fen: Fen::ZERO,
        extra_fen: Fen::ZERO,
        pay_type: PayType::WeChat,
        pay_from: "微信公众号".into(),
        discounts: vec![],
        coupons: Vec::new(),
        ending: Ending::Settled,
        settled_at: Some(Moment(7)),
        lane_id: None,
        gate_command_id: None,
        postings: postings.into_iter().map(|(account, fen)| (account.to_owned(), Fen(fen))).collect(),
    }
}

fn refund(id: u8, charge: u8, fen: i64) -> Refunded {
    Refunded {
        id: guid(id),
        charge_id: guid(charge),
        order_no: "A1".into(),
        record_id: guid(1),
        amount_fen: Fen(fen),
        of_extra_fen: Fen::ZERO,
        pay_type: PayType::WeChat,
        refund_from: "微信公众号".into(),
        reason: "重复".into(),
        approver: None,
        postings: vec![("refunds".into(), Fen(fen)), ("city:receivable".into(), Fen(-fen))],
    }
}

#[tokio::test]
async fn what_does_not_balance_is_no_event() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = one_car(&folder).await;
    let off = paid(2, 500, vec![("city:receivable", 500), ("revenue:parking", -400)]);
    assert!(append(&ledger, off).await.is_err());
    let booked = DeductionBooked {
        record_id: guid(1),
        order_no: "A1".into(),
        amount_fen: Fen(500),
        charging_fen: Fen::ZERO,
        postings: vec![("city:deduction".into(), Fen(500))],
    };
    assert!(append(&ledger, booked).await.is_err());
    let verdict = ledger.verify().await.unwrap();
    assert_eq!((verdict.events, verdict.movements, verdict.differences.len()), (1, 0, 0));
}

#[tokio::test]
async fn two_payments_may_name_one_order_and_neither_gives_back_more_than_it_brought() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = one_car(&folder).await;
    let postings = || vec![("city:receivable", 500), ("revenue:parking", -500)];
    append(&ledger, paid(2, 500, postings())).await.unwrap();
    append(&ledger, paid(3, 500, postings())).await.unwrap();
    assert!(append(&ledger, refund(9, 2, 501)).await.is_err());
    append(&ledger, refund(9, 2, 500)).await.unwrap();
    assert!(append(&ledger, refund(10, 2, 1)).await.is_err());
    assert!(append(&ledger, refund(10, 99, 1)).await.is_err(), "of no payment");
    let charges = ledger.read(|tx| tx.charges_of_order("A1")).await.unwrap();
    assert_eq!(charges.iter().map(|charge| charge.refunded_fen).collect::<Vec<_>>(), [Fen(500), Fen(0)]);
    ledger.rebuild().await.unwrap();
    assert_eq!(ledger.verify().await.unwrap().differences, []);
}

/// One of many payments, with its postings.
fn many(n: u8) -> OrderPaid {
    let fen = 100 + i64::from(n) * 37;
    let pay_type = [PayType::Cash, PayType::WeChat, PayType::Alipay, PayType::UnionPay, PayType::Etc, PayType::Other];
    OrderPaid {
        order_no: format!("A{n}"),
        // Ten hours apart: some eighty days.
        paid_at: Moment(i64::from(n) * 36_000_000),
        pay_type: pay_type[usize::from(n) % 6],
        lane_id: n.is_multiple_of(3).then(|| guid(n % 2 + 100)),
        ..paid(n, fen, vec![("city:receivable", fen), ("revenue:parking", -fen)])
    }
}

#[tokio::test]
async fn however_takings_are_added_up_they_are_what_was_posted() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = one_car(&folder).await;
    for n in 2..200_u8 {
        append(&ledger, many(n)).await.unwrap();
        if n.is_multiple_of(5) {
            let back = refund(n - 1, n, i64::from(n));
            append(&ledger, Refunded { id: guid(255 - n / 5), ..back }).await.unwrap();
        }
    }
    let posted = ledger.read(|tx| tx.balances()).await.unwrap();
    let account = |name: &str| posted.iter().find(|(account, _)| account == name).map_or(Fen::ZERO, |(_, fen)| *fen);
    for by in [TakingsBy::Day, TakingsBy::Month, TakingsBy::Lane, TakingsBy::Operator, TakingsBy::PayType] {
        let groups = ledger.read(move |tx| tx.takings(by, Moment(0), Moment(i64::MAX / 2))).await.unwrap();
        let sum = |of: fn(&Takings) -> Fen| groups.values().map(of).sum::<Fen>();
        assert_eq!(
            sum(|group| group.received_fen) - sum(|group| group.refunded_fen),
            account("city:receivable"),
            "{by:?}"
        );
        assert_eq!(-sum(|group| group.receivable_fen), account("revenue:parking"), "{by:?}");
        assert_eq!(sum(|group| group.refunded_fen), account("refunds"), "{by:?}");
        for group in groups.values() {
            assert_eq!(group.received_by.iter().copied().sum::<Fen>(), group.received_fen, "{by:?}");
        }
        assert_eq!(groups.values().map(|group| group.payments).sum::<i64>(), 198);
    }
}

#[tokio::test]
async fn payments_come_by_time_a_turn_at_a_time_and_none_twice() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = one_car(&folder).await;
    // The later ones come first, and three are of one moment.
    for n in (2..60_u8).rev() {
        let at = if n < 5 { 0 } else { i64::from(n) * 1000 };
        append(&ledger, OrderPaid { paid_at: Moment(at), ..many(n) }).await.unwrap();
    }
    let mut reader = ledger.own_reader().unwrap();
    let (mut after, mut seen) = (Place::before(Moment(0)), Vec::new());
    loop {
        let last = reader.ask(|tx| {
            tx.each_payment(after, Moment(58_000), 7, &mut |line| {
                assert_eq!(line.plate, Some("粤B12345"));
                seen.push((line.place, line.received_fen));
                true
            })
        });
        match last.unwrap() {
            Some(last) => after = last,
            None => break,
        }
    }
    assert!(seen.is_sorted_by_key(|(place, _)| *place));
    assert_eq!(seen.len(), 56, "all before 58 s, each once");
    let days = ledger.read(|tx| tx.takings(TakingsBy::Day, Moment(0), Moment(58_000))).await.unwrap();
    assert_eq!(seen.iter().map(|(_, fen)| *fen).sum::<Fen>(), days.values().map(|day| day.received_fen).sum());
}
