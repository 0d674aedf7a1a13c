//! The journal as people read it: the event stream and a record's timeline.

mod cars;
mod docloud;
mod etcp;
mod garage;
mod house;
mod money;
mod passages;
mod shop;
mod tariffs;

use std::collections::{BTreeMap, HashMap};

use lotdesk_domain::charging::{Confirmation, ConnectorState, Meter, Totals};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Ending;
use lotdesk_domain::plate::Plate;
use lotdesk_domain::reservation::ReservationState;
use lotdesk_ledger::event::Event;
use lotdesk_ledger::{LedgerError, ReadTx, Recorded};

use crate::api::board::{EventView, Level};
use crate::api::lane::ReadFate;
use crate::lanes::fate_from_word;
use crate::reservations;
use crate::troubles::line_words;

/// Kinds of events that the stream shows, by their stored names.
pub(crate) const SHOWN: &[&str] = &[
    "record_opened",
    "entry_approved",
    "record_closed",
    "record_cancelled",
    "read_taken",
    "charged",
    "order_paid",
    "order_requested",
    "deduction_booked",
    "pay_attempt_moved",
    "collected",
    "let_go_owing",
    "channel_refund_moved",
    "channel_file_taken",
    "difference_settled",
    "refunded",
    "gate_commanded",
    "gate_not_opened",
    "gate_tried_again",
    "car_gone",
    "still_inside",
    "passed_unread",
    "passage_settled",
    "closed_unseen",
    "ticket_issued",
    "reservation_booked",
    "reservation_moved",
    "reservation_ended",
    "share_set",
    "share_cancelled",
    "same_plate_seen",
    "lane_signalled",
    "waiting_dismissed",
    "control_placed",
    "control_removed",
    "control_met",
    "lock_set",
    "plate_corrected",
    "lane_service_set",
    "device_changed",
    "motor_failed",
    "engine_noted",
    "lease_extended",
    "lease_ended",
    "garage_asked",
    "garage_ended",
    "garage_state_set",
    "garage_event_seen",
    "tariff_set",
    "tariff_took_effect",
    "tariff_withdrawn",
    "coupon_issued",
    "coupon_attached",
    "coupon_voided",
    "merchant_settled",
    "lot_set",
    "charge_ended",
    "connector_changed",
    "charge_order_confirmed",
    "charge_check_answered",
    "signed_in",
    "sign_in_refused",
    "pc_admitted",
    "pc_revoked",
    "message_resent",
    "stay_began",
    "stay_ended",
    "stay_plate_set",
    "invoice_asked",
    "invoice_issued",
    "invoice_dropped",
    "invoice_paper_kept",
    "credit_proposed",
    "credit_approved",
    "credit_withdrawn",
    "person_shown",
    "history_shown",
    "person_erased",
    "service_order_came",
    "repair_settled",
    "repair_corrected",
    "repair_warned",
    "violation_order_answered",
    "violation_order_moved",
    "violation_money_moved",
    "watch_news_came",
    "inspection_answered",
    "etcp_paid",
    "etcp_payment_missed",
    "etcp_given_back",
    "etcp_settled",
    "etcp_settlement_taken_back",
    "platform_pointed",
    "alarm_acknowledged",
    "alarm_handed_on",
    "shift_opened",
    "shift_closed",
];

/// Operators' names, for saying who did something.
pub(crate) struct Names(HashMap<Guid, String>);

impl Names {
    pub(crate) fn read(tx: &ReadTx<'_>) -> Result<Self, LedgerError> {
        Ok(Self(tx.operators()?.into_iter().map(|o| (o.id, o.name)).collect()))
    }

    pub(crate) fn of(&self, id: Option<Guid>) -> Option<String> {
        id.and_then(|id| self.0.get(&id).cloned())
    }
}

struct Line {
    level: Level,
    kind: &'static str,
    plate: Option<String>,
    lane_id: Option<Guid>,
    words: Vec<(&'static str, String)>,
}

fn line_of(level: Level, kind: &'static str) -> Line {
    Line { level, kind, plate: None, lane_id: None, words: Vec::new() }
}

fn line_about(plate: &Plate, level: Level, kind: &'static str) -> Line {
    Line { plate: Some(plate.to_string()), ..line_of(level, kind) }
}

fn until(over: Moment) -> Vec<(&'static str, String)> {
    vec![("until", over.to_datetime_text())]
}

/// The line of an event; none for events that are no news.
pub(crate) fn line(recorded: &Recorded, names: &Names) -> Option<EventView> {
    let Line { level, kind, plate, lane_id, words } = news(&recorded.event, names)?;
    let mut words: BTreeMap<String, String> = words.into_iter().map(|(key, text)| (key.to_owned(), text)).collect();
    if let Some(name) = names.of(recorded.actor.operator) {
        words.insert("operator".to_owned(), name);
    }
    Some(EventView {
        seq: u32::try_from(recorded.seq).unwrap_or(u32::MAX),
        at: recorded.at,
        level,
        kind: kind.to_owned(),
        plate,
        lane_id,
        record_id: recorded.subject.filter(|_| is_about_a_stay(&recorded.event)),
        words,
    })
}

/// An invoice and a person have stories of their own, and no page of a parking record.
const fn is_about_a_stay(event: &Event) -> bool {
    !matches!(
        event,
        Event::InvoiceAsked(_)
            | Event::InvoiceIssued(_)
            | Event::InvoiceDropped(_)
            | Event::InvoicePaperKept(_)
            | Event::PersonKept(_)
            | Event::PersonShown(_)
            | Event::PersonErased(_)
            | Event::ServiceOrderCame(_)
            | Event::ServiceOrderSetAside(_)
            | Event::RepairDrafted(_)
            | Event::RepairDropped(_)
            | Event::RepairSettled(_)
            | Event::RepairCorrected(_)
            | Event::RepairUploaded(_)
            | Event::RepairWarned(_)
            | Event::ViolationsTold(_)
            | Event::ViolationOrderDrawn(_)
            | Event::ViolationOrderSentAgain(_)
            | Event::ViolationOrderAnswered(_)
            | Event::ViolationOrderPriced(_)
            | Event::ViolationOrderMoved(_)
            | Event::ViolationMoneyMoved(_)
            | Event::InspectionBound(_)
            | Event::InspectionAsked(_)
            | Event::InspectionAnswered(_)
            | Event::InspectionMoved(_)
            | Event::WatchedCarSet(_)
            | Event::EtcpAccountOpened(_)
            | Event::EtcpCodeAsked(_)
            | Event::EtcpSignedIn(_)
            | Event::EtcpCarBound(_)
            | Event::EtcpCarReleased(_)
            | Event::EtcpPaid(_)
            | Event::EtcpPaymentKnown(_)
            | Event::EtcpPaymentMissed(_)
            | Event::EtcpGivenBack(_)
            | Event::EtcpSettled(_)
            | Event::EtcpSettlementTakenBack(_)
    )
}

fn news(event: &Event, names: &Names) -> Option<Line> {
    use Level::{Act, Info, Look};
    Some(match event {
        Event::RecordOpened(e) => {
            let put_in = e.reason.clone().map(|reason| ("reason", reason));
            let (level, kind) = if put_in.is_some() { (Look, "entry_put_in") } else { (Info, "car_entered") };
            Line {
                plate: Some(e.vehicle.plate.to_string()),
                lane_id: e.lane_id,
                words: put_in.into_iter().collect(),
                ..line_of(level, kind)
            }
        }
        Event::EntryApproved(e) => Line {
            words: vec![("approver", names.of(Some(e.approver)).unwrap_or_default())],
            ..line_of(Look, "entry_approved")
        },
        Event::RecordClosed(e) => Line { lane_id: e.lane_id, ..line_of(Info, "car_left") },
        Event::RecordCancelled(_) => line_of(Look, "car_backed_out"),
        Event::ReadTaken(e) => {
            let (level, kind) = match fate_from_word(&e.fate)? {
                ReadFate::RefusedFull => (Look, "refused_full"),
                ReadFate::NoEntry => (Act, "no_entry"),
                ReadFate::NoPlate => (Act, "no_plate"),
                ReadFate::Late => (Look, "late_read"),
                ReadFate::Locked => (Act, "held_locked"),
                ReadFate::LaneClosed => (Look, "lane_closed"),
                // What a list did stands in a line of its own, with who put the car there.
                ReadFate::Entered
                | ReadFate::Left
                | ReadFate::MustPay
                | ReadFate::AlreadyInside
                | ReadFate::Barred
                | ReadFate::Repeat => return None,
            };
            let plate = e.vehicle.as_ref().map(|v| v.plate.to_string());
            Line { plate, lane_id: Some(e.lane_id), ..line_of(level, kind) }
        }
        Event::Charged(e) => match &e.let_off {
            Some(let_off) => Line {
                lane_id: e.lane_id,
                words: vec![
                    ("amount", e.discount_fen.to_string()),
                    ("reason", let_off.reason.clone()),
                    ("approver", names.of(Some(let_off.approver)).unwrap_or_default()),
                ],
                ..line_of(Look, "released_free")
            },
            None if e.received_fen == Fen::ZERO => {
                Line { words: vec![("amount", e.discount_fen.to_string())], ..line_of(Info, "paid_by_coupons") }
            }
            None => Line {
                lane_id: e.lane_id,
                words: vec![("amount", e.received_fen.to_string())],
                ..line_of(Info, if e.pay_from == reservations::DEPOSIT { "paid_from_deposit" } else { "paid" })
            },
        },
        Event::OrderPaid(e) => {
            let (level, kind) = match e.ending {
                Ending::Settled => (Info, "paid_online"),
                Ending::PartlyPaid => (Look, "paid_in_part"),
                Ending::Overpaid | Ending::PaidTwice | Ending::AfterLeaving => (Act, "paid_too_much"),
            };
            Line {
                lane_id: e.lane_id,
                words: vec![("amount", e.received_fen.to_string()), ("extra", e.extra_fen.to_string())],
                ..line_of(level, kind)
            }
        }
        Event::PayAttemptMoved(_)
        | Event::Collected(_)
        | Event::LetGoOwing(_)
        | Event::ChannelRefundMoved(_)
        | Event::ChannelFileTaken(_)
        | Event::DifferenceSettled(_) => money::news(event, names)?,
        Event::OrderRequested(_) => line_of(Info, "payment_requested"),
        Event::DeductionBooked(e) => {
            Line { words: vec![("amount", e.amount_fen.to_string())], ..line_of(Info, "deduction_booked") }
        }
        Event::Refunded(e) => Line {
            words: vec![
                ("amount", e.amount_fen.to_string()),
                ("reason", e.reason.clone()),
                ("approver", names.of(e.approver).unwrap_or_default()),
            ],
            ..line_of(Look, "refunded")
        },
        Event::GateCommanded(e) if e.cause == "hand" => Line {
            lane_id: Some(e.lane_id),
            words: vec![("reason", e.reason.clone().unwrap_or_default())],
            ..line_of(Look, "opened_by_hand")
        },
        Event::ReservationBooked(e) => {
            Line { words: until(e.over), ..line_about(&e.plate, Info, "reservation_booked") }
        }
        Event::ReservationMoved(e) => {
            let kind = if e.paid { "reservation_paid" } else { "reservation_prolonged" };
            Line { words: until(e.over), ..line_about(&e.plate, Info, kind) }
        }
        Event::ReservationEnded(e) => match (e.state, &e.reason) {
            (ReservationState::Cancelled, Some(reason)) => Line {
                words: vec![("reason", reason.clone())],
                ..line_about(&e.plate, Look, "reservation_cancelled_by_hand")
            },
            (ReservationState::Cancelled, None) => line_about(&e.plate, Info, "reservation_cancelled"),
            (ReservationState::Expired, _) => line_about(&e.plate, Info, "reservation_expired"),
            (ReservationState::Used, _) => line_about(&e.plate, Info, "reservation_used"),
            (ReservationState::Ahead | ReservationState::Holding, _) => return None,
        },
        Event::ShareSet(e) => Line {
            words: vec![("first", e.first_day.to_string()), ("last", e.last_day.to_string())],
            ..line_about(&e.plate, Info, "share_set")
        },
        Event::ShareCancelled(e) => line_about(&e.plate, Info, "share_cancelled"),
        Event::SamePlateSeen(e) => {
            Line { plate: Some(e.plate.to_string()), lane_id: Some(e.lane_id), ..line_of(Act, "same_plate") }
        }
        Event::LaneSignalled(e) => {
            let (level, kind) = match e.signal.as_str() {
                "fault" => (Act, "lane_fault"),
                "recovered" => (Info, "lane_recovered"),
                _ => return None,
            };
            let words = line_words(("remark", "remark_en"), e.remark.as_deref(), e.trouble.as_ref());
            Line { lane_id: Some(e.lane_id), words, ..line_of(level, kind) }
        }
        Event::GateNotOpened(_)
        | Event::GateTriedAgain(_)
        | Event::CarGone(_)
        | Event::StillInside(_)
        | Event::PassedUnread(_)
        | Event::PassageSettled(_)
        | Event::ClosedUnseen(_)
        | Event::TicketIssued(_) => passages::news(event)?,
        Event::WaitingDismissed(e) => Line {
            lane_id: Some(e.lane_id),
            words: vec![("reason", e.reason.clone())],
            ..line_of(Look, "waiting_dismissed")
        },
        Event::ChargeEnded(e) => Line {
            words: vec![
                ("amount", charged_amount(&e.postings).to_string()),
                ("energy", Totals::of(&Meter::from(e.meter.clone()).details).energy.to_string()),
            ],
            ..line_of(Info, "charge_ended")
        },
        Event::ConnectorChanged(e) if e.state == ConnectorState::Fault => Line {
            words: vec![("connector", e.connector_id.clone()), ("remark", e.remark.clone().unwrap_or_default())],
            ..line_of(Act, "connector_fault")
        },
        Event::ChargeOrderConfirmed(e) if e.confirmed == Confirmation::Disputed => {
            Line { words: vec![("order", e.seq.to_string())], ..line_of(Act, "charge_disputed") }
        }
        Event::ChargeCheckAnswered(e) if !e.disputes.is_empty() => {
            Line { words: vec![("count", e.disputes.len().to_string())], ..line_of(Act, "charge_check_disputed") }
        }
        Event::ControlPlaced(_)
        | Event::ControlRemoved(_)
        | Event::ControlMet(_)
        | Event::LockSet(_)
        | Event::PlateCorrected(_) => cars::news(event, names)?,
        Event::LaneServiceSet(_)
        | Event::DeviceChanged(_)
        | Event::MotorFailed(_)
        | Event::EngineNoted(_)
        | Event::LeaseExtended(_)
        | Event::LeaseEnded(_) => house::news(event)?,
        Event::ServiceOrderCame(_)
        | Event::ServiceOrderSetAside(_)
        | Event::RepairDrafted(_)
        | Event::RepairDropped(_)
        | Event::RepairSettled(_)
        | Event::RepairCorrected(_)
        | Event::RepairUploaded(_)
        | Event::RepairWarned(_)
        | Event::RepairTemplateSaved(_)
        | Event::RepairTemplateRemoved(_) => shop::news(event)?,
        Event::ViolationsTold(_)
        | Event::ViolationOrderDrawn(_)
        | Event::ViolationOrderSentAgain(_)
        | Event::ViolationOrderAnswered(_)
        | Event::ViolationOrderPriced(_)
        | Event::ViolationOrderMoved(_)
        | Event::ViolationMoneyMoved(_)
        | Event::LicenceSent(_)
        | Event::WatchedCarSet(_)
        | Event::WatchNewsCame(_)
        | Event::WatchAlarmSeen(_)
        | Event::InspectionBound(_)
        | Event::InspectionAsked(_)
        | Event::InspectionAnswered(_)
        | Event::InspectionMoved(_) => docloud::news(event)?,
        Event::EtcpPaid(_)
        | Event::EtcpPaymentMissed(_)
        | Event::EtcpGivenBack(_)
        | Event::EtcpSettled(_)
        | Event::EtcpSettlementTakenBack(_) => etcp::news(event)?,
        Event::TariffSet(_) | Event::TariffTookEffect(_) | Event::TariffWithdrawn(_) => tariffs::news(event)?,
        Event::MerchantSaved(_)
        | Event::CouponIssued(_)
        | Event::CouponAttached(_)
        | Event::CouponVoided(_)
        | Event::MerchantSettled(_) => tariffs::coupon_news(event, names)?,
        Event::LotSet(_) => line_of(Info, "lot_set"),
        Event::SignedIn(_) => line_of(Info, "signed_in"),
        Event::PcAdmitted(e) => Line { words: vec![("pc", e.name.clone())], ..line_of(Look, "pc_admitted") },
        Event::PcRevoked(e) => Line { words: vec![("pc", e.name.clone())], ..line_of(Look, "pc_revoked") },
        Event::SignInRefused(e) => line_of(if e.locked { Act } else { Look }, "sign_in_refused"),
        Event::MessageResent(e) => {
            Line { words: vec![("interface", e.interface.clone())], ..line_of(Info, "message_resent") }
        }
        Event::StayBegan(e) => Line { words: vec![("space", e.space_no.clone())], ..line_of(Info, "stay_began") },
        Event::StayEnded(e) => {
            let owes = e.owed_fen.is_positive();
            let words = vec![("amount", e.owed_fen.to_string())];
            Line {
                words,
                ..line_of(if owes { Look } else { Info }, if owes { "stay_ended_unpaid" } else { "stay_ended" })
            }
        }
        Event::StayPlateSet(e) => Line { plate: Some(e.vehicle.plate.to_string()), ..line_of(Info, "stay_plate_set") },
        Event::InvoiceAsked(e) => {
            let amount: lotdesk_domain::money::Fen = e.lines.iter().map(|line| line.gross_fen).sum();
            let mut words = vec![("serial", e.serial.clone()), ("amount", amount.to_string())];
            words.extend(e.reason.clone().map(|reason| ("reason", reason)));
            Line { words, ..line_of(Info, if e.original.is_some() { "invoice_reversal" } else { "invoice_asked" }) }
        }
        Event::InvoiceIssued(e) => {
            let words = vec![("code", e.code.clone()), ("number", e.number.clone())];
            Line { words, ..line_of(Info, "invoice_issued") }
        }
        Event::InvoiceDropped(e) => {
            Line { words: vec![("reason", e.reason.clone())], ..line_of(Look, "invoice_dropped") }
        }
        Event::InvoicePaperKept(e) => {
            Line { words: vec![("kib", e.bytes.div_ceil(1024).to_string())], ..line_of(Info, "invoice_paper_kept") }
        }
        Event::CreditProposed(e) => {
            Line { words: vec![("amount", e.owed_fen.to_string())], ..line_of(Look, "credit_proposed") }
        }
        Event::CreditApproved(e) => Line {
            words: vec![("approver", names.of(Some(e.approver)).unwrap_or_default())],
            ..line_of(Look, "credit_approved")
        },
        Event::CreditWithdrawn(e) => {
            Line { words: vec![("reason", e.reason.clone())], ..line_of(Info, "credit_withdrawn") }
        }
        Event::PersonShown(_) => line_of(Look, "person_shown"),
        Event::HistoryShown(e) => {
            Line { words: vec![("reason", e.reason.clone())], ..line_about(&e.plate, Look, "history_shown") }
        }
        Event::PersonErased(e) => Line { words: vec![("reason", e.reason.clone())], ..line_of(Look, "person_erased") },
        Event::AlarmAcknowledged(e) => {
            Line { words: vec![("note", e.note.clone().unwrap_or_default())], ..line_of(Info, "alarm_acknowledged") }
        }
        Event::AlarmHandedOn(e) => Line { words: vec![("note", e.note.clone())], ..line_of(Info, "alarm_handed_on") },
        Event::ShiftOpened(e) => {
            Line { words: vec![("amount", e.float_fen.to_string())], ..line_of(Info, "shift_opened") }
        }
        Event::ShiftClosed(e) => {
            let difference = e.counted_fen - e.expected_fen;
            let level = if difference == Fen::ZERO { Info } else { Look };
            Line { words: vec![("amount", difference.to_string())], ..line_of(level, "shift_closed") }
        }
        Event::PlatformPointed(e) => {
            let words = vec![("platform", e.platform.clone()), ("address", e.address.clone())];
            Line { words, ..line_of(Look, "platform_pointed") }
        }
        Event::GarageAsked(e) => garage::asked(e),
        Event::GarageEnded(e) => return garage::ended(e),
        Event::GarageStateSet(e) => garage::state_set(e),
        Event::GarageEventSeen(e) => return garage::event_seen(e),
        Event::ShiftCounted(_)
        | Event::EtcpAccountOpened(_)
        | Event::EtcpCodeAsked(_)
        | Event::EtcpSignedIn(_)
        | Event::EtcpCarBound(_)
        | Event::EtcpCarReleased(_)
        | Event::EtcpPaymentKnown(_)
        | Event::EtcpCarEntered(_)
        | Event::EtcpCarLeft(_)
        | Event::GarageBegan(_)
        | Event::GarageCarStored(_)
        | Event::GarageCarTaken(_)
        | Event::GateCommanded(_)
        | Event::StayMayEnd(_)
        | Event::StayGoesOn(_)
        | Event::BillingSet(_)
        | Event::PersonKept(_)
        | Event::ControlConfirmed(_)
        | Event::OperatorAdded(_)
        | Event::SignedOut(_)
        | Event::LeaseSaved(_)
        | Event::ReadMatched(_)
        | Event::ReservationBegan(_)
        | Event::ReservationReopened(_)
        | Event::DepositSettled(_)
        | Event::NeighbourTold(_)
        | Event::SpacesChanged(_)
        | Event::OrderDrawn(_)
        | Event::OrderGivenAgain(_)
        | Event::DeductionKnown(_)
        | Event::CityBillTaken(_)
        | Event::PayAttempted(_)
        | Event::ChannelRefundAsked(_)
        | Event::StationSaved(_)
        | Event::ChargePricesSet(_)
        | Event::ConnectorChanged(_)
        | Event::ChargeAsked(_)
        | Event::ChargeBegun(_)
        | Event::ChargeMetered(_)
        | Event::ChargeStopAsked(_)
        | Event::ChargeCarNamed(_)
        | Event::ChargeOrderConfirmed(_)
        | Event::ChargeOrdersPaid(_)
        | Event::ChargeOrdersChecked(_)
        | Event::ChargeCheckAnswered(_)
        | Event::ReceiptPrinted(_)
        | Event::DrawerOpened(_)
        | Event::EngineNoteOver(_) => return None,
    })
}

/// What was owed with an order's end: its postings above zero.
fn charged_amount(postings: &[(String, Fen)]) -> Fen {
    postings.iter().map(|(_, amount)| *amount).filter(|amount| amount.is_positive()).sum()
}

/// Fills in the plates of lines that know only their record.
pub(crate) fn with_plates(tx: &ReadTx<'_>, mut lines: Vec<EventView>) -> Result<Vec<EventView>, LedgerError> {
    for line in &mut lines {
        if let (None, Some(record_id)) = (&line.plate, line.record_id) {
            line.plate = match tx.record(record_id)? {
                Some(record) => Some(record.vehicle.plate.to_string()),
                None => tx.stay(record_id)?.and_then(|stay| stay.vehicle).map(|vehicle| vehicle.plate.to_string()),
            };
        }
    }
    Ok(lines)
}
