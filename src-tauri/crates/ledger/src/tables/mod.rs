//! The business tables. Each file has one subject: how an event changes it, and what can be asked of it.

pub mod alarms;
pub mod attach;
mod charging;
pub mod charging_questions;
pub mod city_bills;
pub mod controls;
pub mod coupons;
pub mod credit;
pub mod deductions;
pub mod etcp;
pub mod etcp_quotes;
pub mod etcp_settlements;
pub mod etcp_stays;
pub mod events;
pub mod garages;
pub mod inspections;
pub mod invoices;
pub mod lanes;
pub mod leases;
pub mod locks;
pub mod lot;
pub mod merchant_settlements;
pub mod money;
pub mod neighbours;
pub mod occupancy;
pub mod operators;
pub mod orders;
pub mod passages;
pub mod payment_lines;
pub mod payments;
pub mod persons;
mod plate_search;
pub mod platforms;
pub mod reconciling;
pub mod records;
pub mod refunds;
pub mod releases;
pub mod repairs;
pub mod reservations;
pub mod service;
pub mod service_orders;
pub mod shares;
pub mod shifts;
pub mod stay_lines;
pub mod street;
pub mod takings;
pub mod tariffs;
pub mod violation_orders;
pub mod violations;
pub mod watched_cars;

use rusqlite::Connection;

use crate::error::LedgerError;
use crate::event::Event;
use crate::journal::Recorded;

/// The tables that the journal rebuilds, each with the order in which two copies are compared.
pub(crate) const REBUILT: &[(&str, &str)] = &[
    ("lot", "one"),
    ("operators", "id"),
    ("attached_pcs", "no"),
    ("tariffs", "seq"),
    ("leases", "id"),
    ("lease_plates", "plate, lease_id"),
    ("control_entries", "id"),
    ("record_locks", "record_id"),
    ("lane_service", "lane_id"),
    ("device_states", "device_id"),
    ("records", "no"),
    ("area_counts", "area"),
    ("reads", "no"),
    ("lane_waiting", "lane_id"),
    ("lane_states", "lane_id"),
    ("gate_openings", "no"),
    ("lane_passing", "lane_id"),
    ("unread_passages", "no"),
    ("charges", "no"),
    ("postings", "seq, line"),
    ("orders", "no"),
    ("debts", "no"),
    ("deductions", "record_id"),
    ("pay_attempts", "no"),
    ("channel_refunds", "no"),
    ("refunds", "no"),
    ("city_bills", "day"),
    ("city_orders", "day, line"),
    ("channel_files", "no"),
    ("channel_lines", "digest, line"),
    ("settled_differences", "no"),
    ("spaces", "space_no"),
    ("reservations", "no"),
    ("shares", "id"),
    ("neighbours", "park_code"),
    ("street_stays", "no"),
    ("invoices", "no"),
    ("invoice_orders", "order_no, invoice_id"),
    ("credit_reports", "no"),
    ("billing_settings", "what"),
    ("service_orders", "no"),
    ("repairs", "no"),
    ("repair_lines", "record_id, kind, line"),
    ("repair_templates", "id"),
    ("etcp_accounts", "no"),
    ("etcp_cars", "no"),
    ("etcp_payments", "no"),
    ("etcp_settlements", "no"),
    ("etcp_stays", "no"),
    ("charge_stations", "station_id"),
    ("connectors", "connector_id"),
    ("charge_orders", "no"),
    ("charge_checks", "no"),
    ("platform_addresses", "platform"),
    ("garage_commands", "no"),
    ("garage_states", "garage"),
    ("garage_cars", "space_no"),
    ("merchants", "id"),
    ("coupons", "no"),
    ("merchant_settlements", "no"),
    ("shifts", "no"),
    ("alarms", "no"),
    ("violation_cars", "plate"),
    ("violations", "plate, code"),
    ("violation_orders", "no"),
    ("violation_money", "request_id"),
    ("watched_cars", "plate"),
    ("watch_alarms", "no"),
    ("inspections", "no"),
];

/// Applies one event to the tables. The only way they change.
pub(crate) fn apply(connection: &Connection, recorded: &Recorded) -> Result<(), LedgerError> {
    to_its_table(connection, recorded)?;
    alarms::heard(connection, recorded)
}

fn to_its_table(connection: &Connection, recorded: &Recorded) -> Result<(), LedgerError> {
    match &recorded.event {
        Event::LotSet(e) => lot::set(connection, recorded.seq, e),
        Event::SpacesChanged(e) => lot::spaces_changed(connection, e),
        Event::OperatorAdded(e) => operators::added(connection, e),
        Event::PcAdmitted(e) => attach::admitted(connection, recorded, e),
        Event::PcRevoked(e) => attach::revoked(connection, recorded, e),
        Event::TariffSet(e) => tariffs::set(connection, recorded, e),
        Event::TariffTookEffect(e) => tariffs::took_effect(connection, recorded, e),
        Event::TariffWithdrawn(e) => tariffs::withdrawn(connection, recorded, e),
        Event::MerchantSaved(e) => coupons::merchant_saved(connection, recorded, e),
        Event::CouponIssued(e) => coupons::issued(connection, recorded, e),
        Event::CouponAttached(e) => coupons::attached(connection, e),
        Event::CouponVoided(e) => coupons::voided(connection, e),
        Event::MerchantSettled(e) => merchant_settlements::settled(connection, recorded, e),
        Event::LeaseSaved(e) => leases::saved(connection, recorded, e),
        Event::LeaseExtended(e) => leases::extended(connection, recorded, e),
        Event::LeaseEnded(e) => leases::ended(connection, recorded, e),
        Event::ControlPlaced(e) => controls::placed(connection, recorded, e),
        Event::ControlRemoved(e) => controls::removed(connection, recorded, e),
        Event::ControlConfirmed(e) => controls::confirmed(connection, e),
        Event::LockSet(e) => locks::set(connection, recorded, e),
        Event::PlateCorrected(e) => records::plate_corrected(connection, e),
        Event::LaneServiceSet(e) => service::lane_set(connection, recorded, e),
        Event::DeviceChanged(e) => service::device_changed(connection, recorded, e),
        Event::ReadTaken(e) => lanes::read_taken(connection, e),
        Event::ReadMatched(e) => lanes::read_matched(connection, e),
        Event::WaitingDismissed(e) => lanes::waiting_cleared(connection, e.lane_id),
        Event::LaneSignalled(e) => {
            lanes::signalled(connection, e)?;
            passages::signalled(connection, e)
        }
        Event::GateCommanded(e) => passages::commanded(connection, recorded, e),
        Event::GateNotOpened(e) => passages::not_opened(connection, recorded, e),
        Event::GateTriedAgain(e) => passages::tried_again(connection, recorded, e),
        Event::CarGone(e) => passages::gone(connection, e),
        Event::StillInside(e) => {
            records::still_inside(connection, e)?;
            passages::waits_no_more(connection, e.command_id)
        }
        Event::PassedUnread(e) => passages::passed_unread(connection, e),
        Event::PassageSettled(e) => passages::settled(connection, recorded, e),
        Event::RecordOpened(e) => {
            records::opened(connection, e)?;
            lanes::entered(connection, e)
        }
        Event::RecordClosed(e) => {
            records::closed(connection, e)?;
            passages::is_through(connection, e.record_id)?;
            lanes::left(connection, e)
        }
        Event::RecordCancelled(e) => {
            records::cancelled(connection, e)?;
            passages::is_through(connection, e.record_id)
        }
        Event::Charged(e) => {
            money::charged(connection, recorded.seq, e)?;
            street::charged(connection, e)?;
            coupons::used(connection, recorded.at, (e.id, e.record_id), &e.coupons)?;
            orders::stay_paid(connection, e.record_id, &e.order_no)
        }
        Event::OrderDrawn(e) => orders::drawn(connection, e),
        Event::OrderGivenAgain(e) => orders::given_again(connection, e),
        Event::OrderRequested(e) => orders::requested(connection, e),
        Event::OrderPaid(e) => {
            money::paid_by_platform(connection, recorded.seq, e)?;
            street::paid_by_platform(connection, e)?;
            deductions::paid(connection, e)?;
            coupons::used(connection, recorded.at, (e.id, e.record_id), &e.coupons)?;
            if e.settled_at.is_some() { orders::stay_paid(connection, e.record_id, &e.order_no) } else { Ok(()) }
        }
        Event::DeductionKnown(e) => deductions::known(connection, recorded, e),
        Event::DeductionBooked(e) => {
            money::booked(connection, recorded.seq, e)?;
            deductions::booked(connection, recorded, e)
        }
        Event::PayAttempted(e) => payments::attempted(connection, recorded, e),
        Event::PayAttemptMoved(e) => payments::attempt_moved(connection, recorded, e),
        Event::Collected(e) => {
            money::collected(connection, recorded.seq, e)?;
            street::collected(connection, e)?;
            deductions::collected(connection, e)?;
            coupons::used(connection, recorded.at, (e.id, e.record_id), &e.coupons)?;
            payments::attempt_paid(connection, recorded, e.id)?;
            if e.settled_at.is_some() { orders::stay_paid(connection, e.record_id, &e.order_no) } else { Ok(()) }
        }
        Event::LetGoOwing(e) => {
            money::let_go(connection, recorded.seq, e)?;
            deductions::let_go(connection, recorded, e)
        }
        Event::ChannelRefundAsked(e) => payments::refund_asked(connection, recorded, e),
        Event::ChannelRefundMoved(e) => payments::refund_moved(connection, e),
        Event::Refunded(e) => {
            money::refunded(connection, recorded.seq, e)?;
            payments::refund_done(connection, e.id)?;
            refunds::made(connection, recorded, e)
        }
        Event::CityBillTaken(e) => city_bills::taken(connection, recorded, e),
        Event::ChannelFileTaken(e) => reconciling::file_taken(connection, recorded, e),
        Event::DifferenceSettled(e) => reconciling::settled(connection, recorded, e),
        Event::ReservationBooked(e) => reservations::booked(connection, e),
        Event::ReservationBegan(e) => reservations::began(connection, e),
        Event::ReservationMoved(e) => reservations::moved(connection, recorded.seq, e),
        Event::ReservationEnded(e) => reservations::ended(connection, recorded, e),
        Event::ReservationReopened(e) => reservations::reopened(connection, e),
        Event::DepositSettled(e) => reservations::deposit_settled(connection, recorded.seq, e),
        Event::ShareSet(e) => shares::set(connection, e),
        Event::ShareCancelled(e) => shares::cancelled(connection, recorded.at, e),
        Event::NeighbourTold(e) => neighbours::told(connection, recorded.at, e),
        Event::StayBegan(e) => street::began(connection, e),
        Event::StayMayEnd(e) => street::may_end(connection, e),
        Event::StayGoesOn(e) => street::goes_on(connection, e),
        Event::StayEnded(e) => street::ended(connection, e),
        Event::StayPlateSet(e) => street::plate_set(connection, e),
        Event::BillingSet(e) => invoices::setting(connection, e),
        Event::InvoiceAsked(e) => invoices::asked(connection, e),
        Event::InvoiceIssued(e) => invoices::issued(connection, e),
        Event::InvoiceDropped(e) => invoices::dropped(connection, e),
        Event::InvoicePaperKept(e) => invoices::paper_kept(connection, e),
        Event::CreditProposed(e) => credit::proposed(connection, recorded, e),
        Event::CreditApproved(e) => credit::approved(connection, e),
        Event::CreditWithdrawn(e) => credit::withdrawn(connection, e),
        Event::StationSaved(e) => charging::station_saved(connection, recorded, e),
        Event::ChargePricesSet(e) => charging::prices_set(connection, recorded, e),
        Event::ConnectorChanged(e) => charging::connector_changed(connection, recorded, e),
        Event::ChargeAsked(e) => charging::asked(connection, recorded, e),
        Event::ChargeBegun(e) => charging::begun(connection, e),
        Event::ChargeMetered(e) => charging::metered(connection, e),
        Event::ChargeStopAsked(e) => charging::stop_asked(connection, e),
        Event::ChargeEnded(e) => charging::ended(connection, recorded.seq, e),
        Event::ChargeCarNamed(e) => charging::car_named(connection, e),
        Event::ChargeOrderConfirmed(e) => charging::confirmed(connection, e),
        Event::ChargeOrdersPaid(e) => charging::paid(connection, e),
        Event::ChargeOrdersChecked(e) => charging::checked(connection, recorded, e),
        Event::ChargeCheckAnswered(e) => charging::check_answered(connection, recorded, e),
        Event::ServiceOrderCame(e) => service_orders::came(connection, recorded, e),
        Event::ServiceOrderSetAside(e) => service_orders::set_aside(connection, recorded, e),
        Event::RepairDrafted(e) => {
            repairs::drafted(connection, recorded, e)?;
            service_orders::drafted(connection, recorded, e)
        }
        Event::RepairDropped(e) => {
            repairs::dropped(connection, recorded, e)?;
            service_orders::open_again(connection, recorded, e)
        }
        Event::RepairSettled(e) => repairs::settled(connection, recorded, e),
        Event::RepairCorrected(e) => repairs::corrected(connection, recorded, e),
        Event::RepairUploaded(e) => repairs::uploaded(connection, e),
        Event::RepairWarned(e) => repairs::warned(connection, e),
        Event::RepairTemplateSaved(e) => repairs::template_saved(connection, recorded, e),
        Event::RepairTemplateRemoved(e) => repairs::template_removed(connection, e),
        Event::ViolationsTold(e) => violations::told(connection, recorded, e),
        Event::LicenceSent(e) => violations::licence_sent(connection, recorded.at, e),
        Event::ViolationOrderDrawn(e) => violation_orders::drawn(connection, recorded, e),
        Event::ViolationOrderSentAgain(e) => violation_orders::sent_again(connection, recorded, e),
        Event::ViolationOrderAnswered(e) => violation_orders::answered(connection, recorded, e),
        Event::ViolationOrderPriced(e) => violation_orders::priced(connection, recorded, e),
        Event::ViolationOrderMoved(e) => violation_orders::moved(connection, recorded, e),
        Event::ViolationMoneyMoved(e) => violation_orders::money_moved(connection, recorded, e),
        Event::WatchedCarSet(e) => watched_cars::set(connection, recorded, e),
        Event::WatchNewsCame(e) => watched_cars::news(connection, recorded, e),
        Event::WatchAlarmSeen(e) => watched_cars::seen(connection, recorded, e),
        Event::InspectionBound(e) => inspections::bound(connection, recorded, e),
        Event::InspectionAsked(e) => inspections::asked(connection, recorded, e),
        Event::InspectionAnswered(e) => inspections::answered(connection, recorded, e),
        Event::InspectionMoved(e) => inspections::moved(connection, recorded, e),
        Event::EtcpAccountOpened(e) => etcp::account_opened(connection, recorded, e),
        Event::EtcpCodeAsked(e) => etcp::code_asked(connection, recorded, e),
        Event::EtcpSignedIn(e) => etcp::signed_in(connection, recorded, e),
        Event::EtcpCarBound(e) => etcp::car_bound(connection, recorded, e),
        Event::EtcpCarReleased(e) => etcp::car_released(connection, recorded, e),
        Event::EtcpPaid(e) => etcp::paid(connection, recorded, e),
        Event::EtcpPaymentKnown(e) => etcp::known(connection, recorded, e),
        Event::EtcpPaymentMissed(e) => etcp::missed(connection, e),
        Event::EtcpGivenBack(e) => etcp::given_back(connection, recorded, e),
        Event::EtcpSettled(e) => etcp_settlements::settled(connection, recorded, e),
        Event::EtcpSettlementTakenBack(e) => etcp_settlements::taken_back(connection, recorded, e),
        Event::EtcpCarEntered(e) => etcp_stays::entered(connection, e),
        Event::EtcpCarLeft(e) => etcp_stays::left(connection, e),
        Event::PlatformPointed(e) => platforms::pointed(connection, e),
        Event::GarageAsked(e) => garages::asked(connection, recorded, e),
        Event::GarageBegan(e) => garages::began(connection, recorded, e),
        Event::GarageEnded(e) => garages::ended(connection, recorded, e),
        Event::GarageStateSet(e) => garages::state_set(connection, recorded, e),
        Event::GarageCarStored(e) => garages::car_stored(connection, recorded, e),
        Event::GarageCarTaken(e) => garages::car_taken(connection, e),
        Event::ShiftOpened(e) => shifts::opened(connection, recorded, e),
        Event::ShiftCounted(e) => shifts::counted(connection, recorded, e),
        Event::ShiftClosed(e) => shifts::closed(connection, recorded, e),
        Event::AlarmAcknowledged(e) => alarms::acknowledged(connection, recorded, e),
        Event::AlarmHandedOn(e) => alarms::handed_on(connection, e),
        Event::SignedIn(_)
        | Event::SignedOut(_)
        | Event::SignInRefused(_)
        | Event::EntryApproved(_)
        | Event::ClosedUnseen(_)
        | Event::TicketIssued(_)
        | Event::HistoryShown(_)
        | Event::SamePlateSeen(_)
        | Event::PersonKept(_)
        | Event::PersonShown(_)
        | Event::PersonErased(_)
        | Event::ControlMet(_)
        | Event::MotorFailed(_)
        | Event::EngineNoted(_)
        | Event::EngineNoteOver(_)
        | Event::ReceiptPrinted(_)
        | Event::DrawerOpened(_)
        | Event::GarageEventSeen(_)
        | Event::MessageResent(_) => Ok(()),
    }
}
