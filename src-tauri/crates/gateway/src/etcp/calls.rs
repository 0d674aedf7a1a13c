//! The calls whose answer somebody waits for.

use async_trait::async_trait;
use lotdesk_domain::etcp::{Bill, LotState, LotsAsked, LotsPage, PastStay};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::{Plate, PlateColor};
use lotdesk_operations::{EtcpCalls, EtcpFailure, EtcpUser};
use lotdesk_protocols::etcp::client::{
    bind_data, code_data, history_data, lots_data, state_data, unbind_data, unpaid_data,
};
use lotdesk_protocols::etcp::replies::{Rows, read_bills, read_history, read_lots, read_state};

use super::link::{EtcpLink, unreadable};

#[async_trait]
impl EtcpCalls for EtcpLink {
    fn signed_until(&self, account_id: Guid) -> Option<Moment> {
        self.held_until(account_id)
    }

    async fn send_code(&self, phone: &str) -> Result<(), EtcpFailure> {
        self.ask(true, "uservalidatecode", &code_data(phone)).await.map(drop)
    }

    async fn sign_in(&self, user: &EtcpUser, code: &str) -> Result<(), EtcpFailure> {
        self.signed_in_by_code(user, code).await
    }

    async fn join(&self, user: &EtcpUser, plate: Option<&Plate>) -> Result<(), EtcpFailure> {
        self.signed_in_jointly(user, plate).await
    }

    async fn bind(&self, user: &EtcpUser, plate: &Plate, color: Option<PlateColor>) -> Result<(), EtcpFailure> {
        self.ask_as(user, false, "bindcar", |token| bind_data(token, plate, color)).await.map(drop)
    }

    async fn release(&self, user: &EtcpUser, plate: &Plate) -> Result<(), EtcpFailure> {
        self.ask_as(user, false, "unbindcar", |token| unbind_data(token, plate)).await.map(drop)
    }

    async fn history(&self, user: &EtcpUser) -> Result<Vec<PastStay>, EtcpFailure> {
        let body = self.ask_as(user, true, "orderhistory", history_data).await?;
        read_history(&body).map(|rows| those_read("orderhistory", rows)).map_err(|why| unreadable(&why))
    }

    async fn bills(&self, user: &EtcpUser, plate: &Plate) -> Result<Vec<Bill>, EtcpFailure> {
        let app_id = &self.profile.app_id;
        let body = self.ask_as(user, true, "orderunpay", |token| unpaid_data(token, plate, app_id)).await?;
        read_bills(&body).map(|rows| those_read("orderunpay", rows)).map_err(|why| unreadable(&why))
    }

    async fn lots(&self, asked: &LotsAsked, account_id: Option<Guid>) -> Result<LotsPage, EtcpFailure> {
        let token = account_id.and_then(|id| self.held(id));
        let data = lots_data(asked, token.as_deref().map(String::as_str));
        let body = self.ask(false, "surroundingparking", &data).await?;
        read_lots(&body).map_err(|why| unreadable(&why))
    }

    async fn lot_state(&self, parking_id: &str, account_id: Option<Guid>) -> Result<LotState, EtcpFailure> {
        let token = account_id.and_then(|id| self.held(id));
        let data = state_data(parking_id, token.as_deref().map(String::as_str));
        let body = self.ask(false, "parkingstatus", &data).await?;
        read_state(&body).map_err(|why| unreadable(&why))
    }
}

/// The rows that can be read. Of a stay or car whose row cannot nothing is known, as of one that is not in the list.
fn those_read<T>(interface: &str, rows: Rows<T>) -> Vec<T> {
    for why in &rows.unread {
        tracing::warn!(interface, %why, "a row of ETCP's list cannot be read");
    }
    rows.read
}
