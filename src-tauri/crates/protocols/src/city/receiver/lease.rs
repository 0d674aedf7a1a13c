//! 6009 and 6010: monthly leases (tables 28, 29 and 86 to 89; D.36, D.37).

use lotdesk_domain::ask::lease::{LeaseOf, LeaseTerms};
use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};
use lotdesk_domain::lease::{LeasePrice, LeaseUnit};

use super::{Item, Read, Receiver, Refuse, echoed, node, parse};
use crate::city::map::lease_info;
use crate::city::wire::form::Int;
use crate::city::wire::lease::{
    CycleType, FixedCode, LeaseAnswer, LeaseExtension, LeaseExtensionReply, LeaseQuery, MonthlyRentalLease, Pricing,
};
use crate::json::Node;

/// 6009.
pub(super) const LEASE: Receiver =
    Receiver { id: "6009", read: read_query, answer: answer_query, refuse: Refuse::Item(&[]) };

/// 6010.
pub(super) const EXTENSION: Receiver =
    Receiver { id: "6010", read: read_extension, answer: answer_extension, refuse: Refuse::Item(&["lease.id"]) };

fn read_query(item: &Item<'_>) -> Result<Read, AskRefusal> {
    let LeaseQuery { plate_no, park_code } = parse(item)?;
    Ok(Read { key: None, ask: Ask::LeaseOf(LeaseOf { park_code: park_code.0, plate: plate_no }) })
}

fn answer_query(answer: &Answer, _asked: &Node) -> Vec<Node> {
    let Answer::Lease(terms) = answer else { return Vec::new() };
    vec![node(&LeaseAnswer { lease: Some(lease_info(terms)), ..LeaseAnswer::default() })]
}

fn read_extension(item: &Item<'_>) -> Result<Read, AskRefusal> {
    let LeaseExtension { lease } = parse(item)?;
    let terms = terms(lease)?;
    let key = format!("{}@{}", terms.id, terms.changed_at.seconds());
    Ok(Read { key: Some(key), ask: Ask::ExtendLease(terms) })
}

/// Table 28 as the lot reads it.
pub(crate) fn terms(lease: MonthlyRentalLease) -> Result<LeaseTerms, AskRefusal> {
    Ok(LeaseTerms {
        id: lease.id,
        park_code: lease.park_code.0,
        fixed: lease.is_fixed == FixedCode::Fixed,
        spaces: lease.space_no_list.into_iter().map(|no| no.0).collect(),
        prices: lease.pricing.iter().map(price).collect::<Result<_, _>>()?,
        plates: lease.plate_no_list,
        first_day: lease.begin_date.0,
        last_day: lease.end_date.0,
        unpaid_months: lease.unpaid_months.map(|months| count("unpaidMonths", months)).transpose()?,
        changed_at: lease.moment.0,
    })
}

fn price(pricing: &Pricing) -> Result<LeasePrice, AskRefusal> {
    Ok(LeasePrice {
        cycles: count("cycles", pricing.cycles)?,
        unit: match pricing.cycle_type {
            CycleType::Month => LeaseUnit::Month,
            CycleType::Day => LeaseUnit::Day,
        },
        amount_fen: pricing.amount.0,
    })
}

fn count(name: &str, number: Int) -> Result<u32, AskRefusal> {
    u32::try_from(number.0).map_err(|_| AskRefusal::new(AskCode::OutOfRange, format!("{name} 超出范围：{}", number.0)))
}

fn answer_extension(_answer: &Answer, asked: &Node) -> Vec<Node> {
    let id = echoed(asked, "lease.id").unwrap_or_default();
    vec![node(&LeaseExtensionReply { id, code: None, message: None })]
}
