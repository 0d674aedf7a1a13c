//! Questions with an answer that is used: sent directly with the link's session, and once more with a new login where
//! the platform does not know the token any more.

use async_trait::async_trait;
use chrono::NaiveDate;
use lotdesk_domain::ask::lease::LeaseTerms;
use lotdesk_domain::deduction::DeductionState;
use lotdesk_domain::message::Outcome;
use lotdesk_domain::plate::Plate;
use lotdesk_domain::reconcile::{BillKind, CityOrder};
use lotdesk_operations::{PlatformQueries, QueryFailure};
use lotdesk_protocols::city::client::{Answer, Reply, query, read_stock, stock_item};

use super::{CityLink, NoSession};

impl CityLink {
    /// Asks with one item, and hands the answer on when the platform says yes.
    async fn ask(&self, code: &'static str, item: &str) -> Result<Reply, QueryFailure> {
        let (token, mut answer) = self.ask_once(code, item).await?;
        if answer.token_refused() {
            self.forget(&token);
            answer = self.ask_once(code, item).await?.1;
        }
        self.exchanged(code, answer.outcome == Outcome::Accepted);
        match (answer.outcome, answer.reply) {
            (Outcome::Accepted, Some(reply)) => Ok(reply),
            (Outcome::Refused { code, words }, _) => Err(QueryFailure::Refused { code, words }),
            (Outcome::Unknown { why } | Outcome::NotSent { why }, _) => Err(QueryFailure::Silent { why }),
            (Outcome::Accepted, None) => Err(QueryFailure::Unreadable { why: "nothing came".to_owned() }),
        }
    }

    async fn ask_once(&self, code: &str, item: &str) -> Result<(String, Answer), QueryFailure> {
        let token = self.token(false).await.map_err(|none| match none {
            NoSession::Silent { why } | NoSession::Refused { why, .. } => QueryFailure::Silent { why },
        })?;
        let reply = self.post(code, &[item], Some(&token)).await;
        let reply = reply.map_err(|failure| QueryFailure::Silent { why: failure.to_string() })?;
        let answer = Answer::read(reply.status, &String::from_utf8_lossy(&reply.body));
        self.skew.saw(answer.reply.as_ref().and_then(|r| r.timestamp), self.clock.now());
        Ok((token, answer))
    }
}

fn unreadable(why: impl std::fmt::Display) -> QueryFailure {
    QueryFailure::Unreadable { why: why.to_string() }
}

#[async_trait]
impl PlatformQueries for CityLink {
    async fn deduction_state(&self, plate: &Plate) -> Result<DeductionState, QueryFailure> {
        let item = query::deduction_item(plate).map_err(unreadable)?;
        query::read_deduction(&self.ask("5010", &item).await?).map_err(unreadable)
    }

    async fn leases_of(&self, plate: &Plate, park_code: &str) -> Result<Vec<LeaseTerms>, QueryFailure> {
        let item = query::lease_item(plate, park_code).map_err(unreadable)?;
        match self.ask("6009", &item).await {
            // A.2, 月租租约不存在: the answer to the question, and no failure.
            Err(QueryFailure::Refused { code, .. }) if code == "1106" => Ok(Vec::new()),
            reply => query::read_leases(&reply?).map_err(unreadable),
        }
    }

    async fn bill(&self, day: NaiveDate, kind: BillKind) -> Result<Vec<CityOrder>, QueryFailure> {
        let item = query::bill_item(day, kind).map_err(unreadable)?;
        query::read_bill(&self.ask("1401", &item).await?).map_err(unreadable)
    }

    async fn invoice_stock(&self, tax_no: &str, machine: Option<u32>) -> Result<u32, QueryFailure> {
        let item = stock_item(tax_no, machine).map_err(unreadable)?;
        read_stock(&self.ask("1202", &item).await?).ok_or_else(|| unreadable("it has no cnt (table 113)"))
    }
}
