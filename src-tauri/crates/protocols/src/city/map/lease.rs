//! Leases: 5012, and the lease in the answer to 6009.

use lotdesk_domain::ask::lease::LeaseTerms;
use lotdesk_domain::lease::{LeasePrice, LeaseUnit};
use lotdesk_domain::message::Draft;

use super::{Place, draft};
use crate::city::wire::basic::Existence;
use crate::city::wire::form::{Date, Int, Text, Timestamp, Yuan};
use crate::city::wire::lease as wire;
use crate::sign::sha1_hex;

/// A lease changes often, and back again: the moment and the content are part of the message's identifier. The message
/// says everything of the lease, so a newer one takes the place of one that waits, or that could not be sent because
/// something was missing.
pub fn changed(terms: &LeaseTerms, removed: bool) -> Draft {
    let state = if removed { Existence::Deleted } else { Existence::Normal };
    let item = wire::LeaseItem { lease: lease_info(terms), state };
    let mut draft = draft("5012", String::new(), Place::Latest(terms.id.to_string()), &item);
    draft.own_id = format!("{}@{}.{}", terms.id, terms.changed_at.0, &sha1_hex(draft.body.as_bytes())[..8]);
    draft
}

/// Table 28.
pub fn lease_info(terms: &LeaseTerms) -> wire::MonthlyRentalLease {
    wire::MonthlyRentalLease {
        id: terms.id,
        park_code: Text(terms.park_code.clone()),
        is_fixed: if terms.fixed { wire::FixedCode::Fixed } else { wire::FixedCode::Any },
        space_no_list: terms.spaces.iter().cloned().map(Text).collect(),
        pricing: terms.prices.iter().map(pricing).collect(),
        plate_no_list: terms.plates.clone(),
        begin_date: Date(terms.first_day),
        end_date: Date(terms.last_day),
        unpaid_months: terms.unpaid_months.map(|months| Int(i64::from(months))),
        moment: Timestamp(terms.changed_at),
    }
}

fn pricing(price: &LeasePrice) -> wire::Pricing {
    wire::Pricing {
        cycles: Int(i64::from(price.cycles)),
        cycle_type: match price.unit {
            LeaseUnit::Month => wire::CycleType::Month,
            LeaseUnit::Day => wire::CycleType::Day,
        },
        amount: Yuan(price.amount_fen),
    }
}
