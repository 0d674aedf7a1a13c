//! The stored forms of events. A form, once released, is only ever joined by a later version, never changed.

mod alarms;
mod attach;
mod billing;
mod bookings;
mod charging;
mod control;
mod coupons;
mod etcp;
mod garages;
mod history;
mod lease;
mod orders;
mod passages;
mod payments;
mod printing;
mod reconciling;
mod repairs;
mod service;
mod shifts;
mod stored;
mod street;
mod trouble;
mod violations;

use serde::{Deserialize, Serialize};

use crate::error::LedgerError;
pub use alarms::*;
pub use attach::*;
pub use billing::*;
pub use bookings::*;
pub use charging::*;
pub use control::*;
pub use coupons::*;
pub use etcp::*;
pub use garages::*;
pub use history::*;
pub use lease::*;
pub use orders::*;
pub use passages::*;
pub use payments::*;
pub use printing::*;
pub use reconciling::*;
pub use repairs::*;
pub use service::*;
pub use shifts::*;
pub use stored::*;
pub use street::*;
pub use trouble::*;
pub use violations::*;

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $kind:literal v $version:literal),+ $(,)?) => {
        /// Something that happened, in the form in which the journal keeps it.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Event {
            $($(#[$doc])* $name($name)),+
        }

        impl Event {
            /// The stored name of the kind.
            pub fn kind(&self) -> &'static str {
                match self { $(Event::$name(_) => $kind),+ }
            }

            /// The version of the stored form.
            pub fn version(&self) -> u16 {
                match self { $(Event::$name(_) => $version),+ }
            }

            pub(crate) fn body(&self) -> Result<String, LedgerError> {
                match self {
                    $(Event::$name(form) => serde_json::to_string(form)),+
                }
                .map_err(|why| LedgerError::stored(self.kind(), why))
            }

            pub(crate) fn read(kind: &str, version: u16, body: &str) -> Result<Self, LedgerError> {
                match (kind, version) {
                    $(($kind, $version) => serde_json::from_str(body)
                        .map(Event::$name)
                        .map_err(|why| LedgerError::stored(kind, why)),)+
                    _ => Err(LedgerError::stored(format!("event {kind} v{version}"), "no such form is known")),
                }
            }
        }

        $(impl From<$name> for Event {
            fn from(form: $name) -> Event {
                Event::$name(form)
            }
        })+
    };
}

events! {
    /// The lot was set up or changed.
    LotSet = "lot_set" v 1,
    /// Somebody may sign in from now on.
    OperatorAdded = "operator_added" v 1,
    /// Somebody signed in.
    SignedIn = "signed_in" v 1,
    /// Somebody signed out.
    SignedOut = "signed_out" v 1,
    /// A sign-in was refused.
    SignInRefused = "sign_in_refused" v 1,
    /// A PC may attach over the network.
    PcAdmitted = "pc_admitted" v 1,
    /// A PC may not attach over the network any more.
    PcRevoked = "pc_revoked" v 1,
    /// A tariff is in force from now on.
    TariffSet = "tariff_set" v 1,
    /// A planned tariff took effect.
    TariffTookEffect = "tariff_took_effect" v 1,
    /// A planned tariff was withdrawn.
    TariffWithdrawn = "tariff_withdrawn" v 1,
    /// A merchant gives coupons, or its terms changed.
    MerchantSaved = "merchant_saved" v 1,
    /// A coupon was issued.
    CouponIssued = "coupon_issued" v 1,
    /// A coupon was shown for a stay.
    CouponAttached = "coupon_attached" v 1,
    /// A coupon was voided.
    CouponVoided = "coupon_voided" v 1,
    /// A merchant settled what its coupons let off.
    MerchantSettled = "merchant_settled" v 1,
    /// A lease began or changed.
    LeaseSaved = "lease_saved" v 1,
    /// A lease runs longer, by the city platform.
    LeaseExtended = "lease_extended" v 1,
    /// A lease was removed.
    LeaseEnded = "lease_ended" v 1,
    /// A car was put on a control list.
    ControlPlaced = "control_placed" v 1,
    /// A car was taken off a control list.
    ControlRemoved = "control_removed" v 1,
    /// What the city's list says of a car was ordered once more.
    ControlConfirmed = "control_confirmed" v 1,
    /// A listed car was seen.
    ControlMet = "control_met" v 1,
    /// A stay was locked or unlocked.
    LockSet = "lock_set" v 1,
    /// The plate of a car inside was put right.
    PlateCorrected = "plate_corrected" v 1,
    /// A lane was taken out of service, jammed, or put back.
    LaneServiceSet = "lane_service_set" v 1,
    /// A device stopped answering, or answers again.
    DeviceChanged = "device_changed" v 1,
    /// A gate's motor is broken.
    MotorFailed = "motor_failed" v 1,
    /// The engine found something that somebody should see.
    EngineNoted = "engine_noted" v 1,
    /// What it had found is over.
    EngineNoteOver = "engine_note_over" v 1,
    /// A lane saw a car.
    ReadTaken = "read_taken" v 1,
    /// The attendant took the waiting car off a lane.
    WaitingDismissed = "waiting_dismissed" v 1,
    /// The attendant said which record a read belongs to.
    ReadMatched = "read_matched" v 1,
    /// A stay began.
    RecordOpened = "record_opened" v 1,
    /// A second person agreed to an entry put in by hand.
    EntryApproved = "entry_approved" v 1,
    /// A stay ended.
    RecordClosed = "record_closed" v 1,
    /// A stay that was none.
    RecordCancelled = "record_cancelled" v 1,
    /// Money was taken, or what was due was let off.
    Charged = "charged" v 1,
    /// An order was made out.
    OrderDrawn = "order_drawn" v 1,
    /// An order was given out again.
    OrderGivenAgain = "order_given_again" v 1,
    /// The platform was asked to take an order's money.
    OrderRequested = "order_requested" v 1,
    /// A platform took money and told us.
    OrderPaid = "order_paid" v 1,
    /// It became known whether a stay's fee can be taken by contract.
    DeductionKnown = "deduction_known" v 1,
    /// A car left owing a fee that the platform is to take.
    DeductionBooked = "deduction_booked" v 1,
    /// A driver's pay code was scanned.
    PayAttempted = "pay_attempted" v 1,
    /// What became of that, where no money came of it.
    PayAttemptMoved = "pay_attempt_moved" v 1,
    /// Money came through a channel, by hand, or for a debt.
    Collected = "collected" v 1,
    /// A car was let go without paying.
    LetGoOwing = "let_go_owing" v 1,
    /// A channel is asked to give money back.
    ChannelRefundAsked = "channel_refund_asked" v 1,
    /// What became of that, where no money went back.
    ChannelRefundMoved = "channel_refund_moved" v 1,
    /// Money was given back.
    Refunded = "refunded" v 1,
    /// The platform's bill of a day came, or a part of it.
    CityBillTaken = "city_bill_taken" v 1,
    /// A payment channel's file was taken in, or a part of it.
    ChannelFileTaken = "channel_file_taken" v 1,
    /// A person did something about a difference.
    DifferenceSettled = "difference_settled" v 1,
    /// A gate was told to open.
    GateCommanded = "gate_commanded" v 1,
    /// A lane's sensors or gate said something.
    LaneSignalled = "lane_signalled" v 1,
    /// A gate did not open for a car that was let out.
    GateNotOpened = "gate_not_opened" v 1,
    /// A person had such a gate open once more.
    GateTriedAgain = "gate_tried_again" v 1,
    /// A person said that such a car is gone all the same.
    CarGone = "car_gone" v 1,
    /// A person said that such a car is still inside: its stay goes on.
    StillInside = "still_inside" v 1,
    /// A car passed that nobody read.
    PassedUnread = "passed_unread" v 1,
    /// A person said what became of such a passage.
    PassageSettled = "passage_settled" v 1,
    /// A person ended a stay whose end nobody saw.
    ClosedUnseen = "closed_unseen" v 1,
    /// A car without a plate got a code to leave by.
    TicketIssued = "ticket_issued" v 1,
    /// Spaces that something knows changed.
    SpacesChanged = "spaces_changed" v 1,
    /// The platform reserved a space.
    ReservationBooked = "reservation_booked" v 1,
    /// A reservation's time has come: a space is held from now on.
    ReservationBegan = "reservation_began" v 1,
    /// A reservation was paid for or prolonged.
    ReservationMoved = "reservation_moved" v 1,
    /// A reservation was used, cancelled, or ran out.
    ReservationEnded = "reservation_ended" v 1,
    /// The car that used a reservation turned back.
    ReservationReopened = "reservation_reopened" v 1,
    /// What was left of a deposit when the stay ended went where it belongs.
    DepositSettled = "deposit_settled" v 1,
    /// The platform gave a plate shared hours.
    ShareSet = "share_set" v 1,
    /// The platform took shared hours back.
    ShareCancelled = "share_cancelled" v 1,
    /// The platform told of another lot.
    NeighbourTold = "neighbour_told" v 1,
    /// A garage was asked to store or retrieve a car.
    GarageAsked = "garage_asked" v 1,
    /// A garage began to carry a command out.
    GarageBegan = "garage_began" v 1,
    /// A garage's command ended.
    GarageEnded = "garage_ended" v 1,
    /// A garage stands differently.
    GarageStateSet = "garage_state_set" v 1,
    /// A car stands in a garage's space.
    GarageCarStored = "garage_car_stored" v 1,
    /// A garage's space is empty again.
    GarageCarTaken = "garage_car_taken" v 1,
    /// Something happened in a garage.
    GarageEventSeen = "garage_event_seen" v 1,
    /// A plate came in that is already inside.
    SamePlateSeen = "same_plate_seen" v 1,
    /// A charging station was set up or changed.
    StationSaved = "station_saved" v 1,
    /// A station's prices from now on.
    ChargePricesSet = "charge_prices_set" v 1,
    /// A connector's state changed.
    ConnectorChanged = "connector_changed" v 1,
    /// Somebody wants to charge.
    ChargeAsked = "charge_asked" v 1,
    /// Current flows.
    ChargeBegun = "charge_begun" v 1,
    /// The meter was read.
    ChargeMetered = "charge_metered" v 1,
    /// The charger was told to stop.
    ChargeStopAsked = "charge_stop_asked" v 1,
    /// A charging order ended.
    ChargeEnded = "charge_ended" v 1,
    /// The car of a charging order came to be known.
    ChargeCarNamed = "charge_car_named" v 1,
    /// What the platform said to a charging order.
    ChargeOrderConfirmed = "charge_order_confirmed" v 1,
    /// Charging orders were paid with a parking order.
    ChargeOrdersPaid = "charge_orders_paid" v 1,
    /// Charging orders were put together for the platform to check.
    ChargeOrdersChecked = "charge_orders_checked" v 1,
    /// What the platform disputes of them.
    ChargeCheckAnswered = "charge_check_answered" v 1,
    /// A receipt was handed to the printer.
    ReceiptPrinted = "receipt_printed" v 1,
    /// A turn at the booth began.
    ShiftOpened = "shift_opened" v 1,
    /// A shift's drawer was counted.
    ShiftCounted = "shift_counted" v 1,
    /// A shift was handed over.
    ShiftClosed = "shift_closed" v 1,
    /// Somebody has seen an alarm.
    AlarmAcknowledged = "alarm_acknowledged" v 1,
    /// An alarm goes to whoever comes next.
    AlarmHandedOn = "alarm_handed_on" v 1,
    /// The drawer was opened without a payment.
    DrawerOpened = "drawer_opened" v 1,
    /// A person had a platform message sent again.
    MessageResent = "message_resent" v 1,
    /// A detector saw a car come into its bay.
    StayBegan = "stay_began" v 1,
    /// A detector says that its bay is free.
    StayMayEnd = "stay_may_end" v 1,
    /// The car had not gone after all.
    StayGoesOn = "stay_goes_on" v 1,
    /// A stay on the street is over.
    StayEnded = "stay_ended" v 1,
    /// The inspector entered a stay's plate.
    StayPlateSet = "stay_plate_set" v 1,
    /// A setting of billing: who sells, who reports debts, how detectors are read.
    BillingSet = "billing_set" v 1,
    /// An invoice was asked for.
    InvoiceAsked = "invoice_asked" v 1,
    /// An invoice was made.
    InvoiceIssued = "invoice_issued" v 1,
    /// An invoice will never be made.
    InvoiceDropped = "invoice_dropped" v 1,
    /// An invoice's PDF was fetched.
    InvoicePaperKept = "invoice_paper_kept" v 1,
    /// A clerk entered whom a debt is to be reported of.
    CreditProposed = "credit_proposed" v 1,
    /// A second person agreed to it.
    CreditApproved = "credit_approved" v 1,
    /// It was taken back.
    CreditWithdrawn = "credit_withdrawn" v 1,
    /// Personal data is kept.
    PersonKept = "person_kept" v 1,
    /// Personal data was looked at.
    PersonShown = "person_shown" v 1,
    /// A plate's history was looked at with people's data in full.
    HistoryShown = "history_shown" v 1,
    /// Personal data was erased.
    PersonErased = "person_erased" v 1,
    /// A service order came, or came anew.
    ServiceOrderCame = "service_order_came" v 1,
    /// Nothing comes of a service order.
    ServiceOrderSetAside = "service_order_set_aside" v 1,
    /// A repair record was written as far as it is.
    RepairDrafted = "repair_drafted" v 1,
    /// A draft was thrown away.
    RepairDropped = "repair_dropped" v 1,
    /// A repair was settled.
    RepairSettled = "repair_settled" v 1,
    /// The record of a settled repair was put right.
    RepairCorrected = "repair_corrected" v 1,
    /// The archive has a record.
    RepairUploaded = "repair_uploaded" v 1,
    /// A record's deadline is near, or over.
    RepairWarned = "repair_warned" v 1,
    /// A template of a repair was kept.
    RepairTemplateSaved = "repair_template_saved" v 1,
    /// A template was thrown away.
    RepairTemplateRemoved = "repair_template_removed" v 1,
    /// A car's violations were asked for and told.
    ViolationsTold = "violations_told" v 1,
    /// An order to have violations handled is about to be sent.
    ViolationOrderDrawn = "violation_order_drawn" v 1,
    /// It is about to be sent once more, under the same number.
    ViolationOrderSentAgain = "violation_order_sent_again" v 1,
    /// How sending it ended.
    ViolationOrderAnswered = "violation_order_answered" v 1,
    /// What it costs and where it is paid for.
    ViolationOrderPriced = "violation_order_priced" v 1,
    /// docloud told something new of it.
    ViolationOrderMoved = "violation_order_moved" v 1,
    /// A customer gave money for it, or got some back.
    ViolationMoneyMoved = "violation_money_moved" v 1,
    /// Photographs of a vehicle licence were sent.
    LicenceSent = "licence_sent" v 1,
    /// Whether a car of a fleet is watched.
    WatchedCarSet = "watched_car_set" v 1,
    /// docloud told something of a watched car.
    WatchNewsCame = "watch_news_came" v 1,
    /// Somebody has seen that.
    WatchAlarmSeen = "watch_alarm_seen" v 1,
    /// A car was made known to docloud for its inspection.
    InspectionBound = "inspection_bound" v 1,
    /// An inspection is about to be ordered.
    InspectionAsked = "inspection_asked" v 1,
    /// How ordering it ended.
    InspectionAnswered = "inspection_answered" v 1,
    /// docloud told something new of it.
    InspectionMoved = "inspection_moved" v 1,
    /// A driver is served for ETCP's lots for the first time.
    EtcpAccountOpened = "etcp_account_opened" v 1,
    /// A code by text message was asked for.
    EtcpCodeAsked = "etcp_code_asked" v 1,
    /// A driver is signed in at ETCP.
    EtcpSignedIn = "etcp_signed_in" v 1,
    /// A plate was bound at ETCP.
    EtcpCarBound = "etcp_car_bound" v 1,
    /// A plate was released at ETCP.
    EtcpCarReleased = "etcp_car_released" v 1,
    /// Money was taken for a stay in one of ETCP's lots.
    EtcpPaid = "etcp_paid" v 1,
    /// ETCP has a payment.
    EtcpPaymentKnown = "etcp_payment_known" v 1,
    /// A payment did not arrive and cannot any more.
    EtcpPaymentMissed = "etcp_payment_missed" v 1,
    /// A driver has the money of a payment back.
    EtcpGivenBack = "etcp_given_back" v 1,
    /// What we owe ETCP was paid to it.
    EtcpSettled = "etcp_settled" v 1,
    /// A settlement with ETCP was none.
    EtcpSettlementTakenBack = "etcp_settlement_taken_back" v 1,
    /// A car came into one of ETCP's lots.
    EtcpCarEntered = "etcp_car_entered" v 1,
    /// A car left one of ETCP's lots.
    EtcpCarLeft = "etcp_car_left" v 1,
    /// The lot reports to this installation of a platform from now on.
    PlatformPointed = "platform_pointed" v 1,
}

/// A credential or a token never stands in an event; a reason always does where a person bent a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LetOff {
    /// Why.
    pub reason: String,
    /// The second person's operator identifier.
    pub approver: lotdesk_domain::id::Guid,
}
