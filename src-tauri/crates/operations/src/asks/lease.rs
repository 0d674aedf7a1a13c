//! 6009 and 6010: the lease of a car, and a lease that was paid for (DB4403/T 313, tables 86 to 89).

use lotdesk_domain::ask::lease::{LeaseOf, LeaseTerms};
use lotdesk_domain::ask::{Answer, AskCode, AskRefusal};
use lotdesk_domain::lease::NoExtension;

use super::{Refused, must_be_ours};
use crate::act::Act;
use crate::leases::{self, NotExtended};

pub(super) fn of(act: &Act<'_, '_>, asked: &LeaseOf) -> Result<Answer, Refused> {
    must_be_ours(act, &asked.park_code)?;
    let leases = leases::of_plate(act.tx, &asked.plate, act.now)?;
    match leases.first() {
        Some(lease) => Ok(Answer::Lease(leases::terms(act, lease)?)),
        None => Err(no_such_lease()),
    }
}

pub(super) fn extend(act: &mut Act<'_, '_>, told: &LeaseTerms) -> Result<Answer, Refused> {
    must_be_ours(act, &told.park_code)?;
    match leases::extend(act, told.id, (told.first_day, told.last_day), told.changed_at)? {
        Ok(_) => Ok(Answer::Done),
        Err(NotExtended::NoSuchLease) => Err(no_such_lease()),
        Err(NotExtended::Days(NoExtension::NotLater(last_day))) => {
            Err(AskRefusal::new(AskCode::OutOfRange, format!("endDate 不晚于现有截止日期 {last_day}")).into())
        }
        Err(NotExtended::Days(NoExtension::Backwards)) => {
            Err(AskRefusal::new(AskCode::OutOfRange, "endDate 早于 beginDate").into())
        }
    }
}

fn no_such_lease() -> Refused {
    AskRefusal::new(AskCode::NoSuchLease, "月租租约不存在").into()
}
