//! 6008: a car's contract for being charged without stopping began or ended (DB4403/T 313, table 85).

use lotdesk_domain::ask::Answer;
use lotdesk_domain::ask::deduction::DeductionChanged;
use lotdesk_domain::deduction::DeductionState;

use super::{Refused, must_be_ours};
use crate::act::Act;
use crate::deductions;

/// 如车辆当前在停车场内: only then does it concern the lot. A car that comes later is asked about at its entry.
pub(super) fn changed(act: &mut Act<'_, '_>, told: &DeductionChanged) -> Result<Answer, Refused> {
    must_be_ours(act, &told.park_code)?;
    if let Some(record) = act.tx.inside(&told.plate)? {
        let state = if told.open { DeductionState::On } else { DeductionState::Off };
        deductions::known(act, record.id, state, "6008")?;
    }
    Ok(Answer::Done)
}
