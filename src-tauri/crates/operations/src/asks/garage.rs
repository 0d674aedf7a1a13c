//! 8004 and 8005: the platform has a garage store or retrieve a car (DB4403/T 313, tables 97 to 100).

use lotdesk_domain::ask::garage::{Moving, RetrieveCar, StoreCar};
use lotdesk_domain::ask::{Answer, AskRefusal};
use lotdesk_domain::garage::{GarageRefusal, GarageWork};

use super::{Refused, must_be_ours};
use crate::act::Act;
use crate::garages::{OrderError, Wanted, order};

impl From<OrderError> for Refused {
    fn from(why: OrderError) -> Self {
        match why {
            OrderError::Refused(why) => AskRefusal::from(why).into(),
            OrderError::Ledger(why) => why.into(),
        }
    }
}

pub(super) fn store(act: &mut Act<'_, '_>, asked: StoreCar) -> Result<Answer, Refused> {
    let StoreCar { park_code, garage_code, plate, space_no, pass_code } = asked;
    must_be_ours(act, &park_code)?;
    let pass = pass(act, &garage_code, pass_code)?;
    moving(act, Wanted { garage: garage_code, work: GarageWork::Store, plate, space_no, pass, book_at: None })
}

pub(super) fn retrieve(act: &mut Act<'_, '_>, asked: RetrieveCar) -> Result<Answer, Refused> {
    let RetrieveCar { park_code, garage_code, plate, space_no, pass_code, wanted_at } = asked;
    must_be_ours(act, &park_code)?;
    let pass = pass(act, &garage_code, pass_code)?;
    moving(act, Wanted { garage: garage_code, work: GarageWork::Retrieve, plate, space_no, pass, book_at: wanted_at })
}

/// A number that no pass can have is that of no pass; which garage it is comes first.
fn pass(act: &Act<'_, '_>, garage_code: &str, pass_code: Option<i64>) -> Result<Option<u32>, AskRefusal> {
    if act.lot.garage(garage_code).is_none() {
        return Err(GarageRefusal::NoSuchGarage.into());
    }
    pass_code.map(|code| u32::try_from(code).map_err(|_| GarageRefusal::NoSuchPass.into())).transpose()
}

fn moving(act: &mut Act<'_, '_>, wanted: Wanted) -> Result<Answer, Refused> {
    let ordered = order(act, wanted)?;
    Ok(Answer::Moving(Moving { remaining_s: ordered.remain_s }))
}
