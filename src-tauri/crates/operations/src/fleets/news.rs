//! What docloud tells of watched cars by itself. What is new becomes an alarm.

use lotdesk_domain::message::Platform;
use lotdesk_domain::violation::{Processing, WatchNews};
use lotdesk_ledger::event::{StoredViolation, WatchNewsCame};

use crate::act::Act;
use crate::api::refusal::Refusal;
use crate::caller::Caller;
use crate::desk::Desk;

impl Desk {
    /// Takes news of a watched car, whose message stands in the inbox. True when it told something new.
    ///
    /// # Errors
    /// When the ledger cannot keep it: docloud tells it again.
    pub async fn watch_news_came(&self, inbox_no: i64, news: WatchNews) -> Result<bool, Refusal> {
        let who = self.who(&Caller::Platform(Platform::Docloud));
        self.act(&who, move |act| take(act, inbox_no, &news)).await
    }
}

fn take(act: &mut Act<'_, '_>, inbox_no: i64, news: &WatchNews) -> Result<bool, Refusal> {
    let plate = lotdesk_domain::plate::Plate::parse(&news.plate)
        .map_or_else(|_| news.plate.chars().take(20).collect(), |plate| plate.as_str().to_owned());
    let car = act.tx.watched_car(&plate)?;
    let event = match &news.news {
        Err((code, words)) => {
            let code = if code.is_empty() { "?".to_owned() } else { code.clone() };
            let known = car.as_ref().is_some_and(|car| car.code.as_ref() == Some(&code));
            WatchNewsCame {
                alarm_id: (!known).then(|| act.ids.next_guid()),
                plate,
                inbox_no,
                code: Some(code),
                words: words.clone(),
                violations: Vec::new(),
                changed: Vec::new(),
            }
        }
        Ok(violations) => {
            let there = act.tx.violations_of(&plate)?;
            let mut changed = Vec::new();
            let mut bad = false;
            for violation in violations {
                let known = there.iter().find(|known| known.violation.code == violation.code);
                let new = match known {
                    None => true,
                    Some(known) => known.violation.processing != violation.processing,
                };
                if new {
                    changed.push(violation.code.clone());
                    bad |= violation.processing == Processing::Untreated || known.is_some();
                }
            }
            WatchNewsCame {
                alarm_id: bad.then(|| act.ids.next_guid()),
                plate,
                inbox_no,
                code: None,
                words: String::new(),
                violations: violations.iter().map(StoredViolation::from).collect(),
                changed,
            }
        }
    };
    let new = event.alarm_id.is_some();
    act.record(event, None, None)?;
    Ok(new)
}
