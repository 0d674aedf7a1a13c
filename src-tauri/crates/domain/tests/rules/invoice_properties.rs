//! What holds for any invoice: it adds up, line by line and as a whole, and a red one takes back what the blue one said.

use lotdesk_domain::invoice::{
    BadInvoice, InvoiceLine, LINES_MOST, LineNature, PaidOrder, Seller, TaxRate, blue_lines, red_lines,
};
use lotdesk_domain::money::Fen;
use proptest::prelude::*;

fn seller(rate: u32) -> Seller {
    Seller {
        tax_no: "91440300708461136T".into(),
        name: "某停车管理有限公司".into(),
        address: "深圳市福田区".into(),
        phone: "0755-55556666".into(),
        bank_account: None,
        platform_code: None,
        drawer: "收费员".into(),
        payee: None,
        reviewer: None,
        item_name: "停车费".into(),
        item_code: "3040502020200000000".into(),
        rate: TaxRate(rate),
    }
}

fn orders() -> impl Strategy<Value = Vec<PaidOrder>> {
    prop::collection::vec((1i64..1_000_000, prop_oneof![Just(0i64), 1i64..500_000]), 1..=50).prop_map(|all| {
        let order = |(at, (received, discount)): (usize, (i64, i64))| PaidOrder {
            order_no: format!("A{at}"),
            receivable_fen: Fen(received + discount),
            discount_fen: Fen(discount),
            received_fen: Fen(received),
        };
        all.into_iter().enumerate().map(order).collect()
    })
}

proptest! {
    #[test]
    fn every_fen_adds_up(orders in orders(), rate in 0u32..=2000) {
        let lines = blue_lines(&orders, &seller(rate)).unwrap();
        for line in &lines {
            prop_assert_eq!(line.net_fen + line.tax_fen, line.gross_fen);
            // The tax is right to half a 分: net · rate and gross − net differ by less than one.
            let exact = i128::from(line.net_fen.0) * i128::from(rate) - i128::from(line.tax_fen.0) * 10_000;
            prop_assert!(exact.abs() <= i128::from(10_000 + rate), "{:?}", line);
        }
        let sum = |of: fn(&PaidOrder) -> Fen| orders.iter().map(of).sum::<Fen>();
        prop_assert_eq!(lines.iter().map(|line| line.gross_fen).sum::<Fen>(), sum(|order| order.received_fen));
        // A discount follows the line that it takes something off, and nothing else does.
        for (at, line) in lines.iter().enumerate() {
            let after_discounted = at > 0 && lines[at - 1].nature == LineNature::Discounted;
            prop_assert_eq!(line.nature == LineNature::Discount, after_discounted);
            prop_assert_eq!(line.gross_fen.is_positive(), line.nature != LineNature::Discount);
        }
    }

    #[test]
    fn red_takes_back_exactly_what_blue_said(orders in orders(), rate in 0u32..=2000) {
        let blue = blue_lines(&orders, &seller(rate)).unwrap();
        let red = red_lines(&blue);
        prop_assert_eq!(red.len(), orders.len());
        prop_assert!(red.iter().all(|line| line.gross_fen < Fen::ZERO && line.nature == LineNature::Normal));
        prop_assert!(red.iter().all(|line| line.net_fen + line.tax_fen == line.gross_fen));
        let sums: [fn(&InvoiceLine) -> Fen; 3] = [|l| l.gross_fen, |l| l.net_fen, |l| l.tax_fen];
        for of in sums {
            prop_assert_eq!(blue.iter().map(of).sum::<Fen>() + red.iter().map(of).sum::<Fen>(), Fen::ZERO);
        }
    }
}

#[test]
fn invoices_that_cannot_be_are_refused() {
    let order = |receivable: i64, discount: i64, received: i64| PaidOrder {
        order_no: "A1".into(),
        receivable_fen: Fen(receivable),
        discount_fen: Fen(discount),
        received_fen: Fen(received),
    };
    let try_with = |orders: &[PaidOrder]| blue_lines(orders, &seller(600)).map(|lines| lines.len());
    assert_eq!(try_with(&[]), Err(BadInvoice::NothingPaid));
    assert_eq!(try_with(&[order(500, 500, 0)]), Err(BadInvoice::NothingPaid));
    assert_eq!(try_with(&[order(500, 100, 300)]), Err(BadInvoice::OrderDoesNotAddUp("A1".into())));
    assert_eq!(try_with(&vec![order(500, 0, 500); LINES_MOST]), Ok(100));
    assert_eq!(try_with(&vec![order(500, 100, 400); 51]), Err(BadInvoice::TooManyLines(102)));
    // 20.00 due, 3.00 let off, 6 %: 18.87 + 1.13 and −2.83 − 0.17, worked out by hand.
    let lines = blue_lines(&[order(2000, 300, 1700)], &seller(600)).unwrap();
    let told: Vec<_> = lines.iter().map(|l| (l.nature, l.gross_fen.0, l.net_fen.0, l.tax_fen.0)).collect();
    assert_eq!(told, [(LineNature::Discounted, 2000, 1887, 113), (LineNature::Discount, -300, -283, -17)]);
}
