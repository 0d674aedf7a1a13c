//! What happened, in the lot's own words. An operation states facts; a mapper handed to it by the assembly turns each
//! into the messages that a platform wants to have of it. The ledger queues them in the same transaction.

use crate::ask::lease::LeaseTerms;
use crate::charging::{
    ChargeCheck, ChargeOrder, Connector, ConnectorState, ListedStation, LockState, ParkState, Prices, Station,
};
use crate::credit::CreditReport;
use crate::etcp::PaidNotice;
use crate::garage::{GarageCounts, GarageEventKind, GarageState};
use crate::id::Guid;
use crate::invoice::{Invoice, InvoiceAnswer};
use crate::lot::{Lane, Lot, SpaceState};
use crate::message::{Draft, Platform};
use crate::moment::Moment;
use crate::order::ParkOrder;
use crate::parking::{Charge, Counts, ParkingRecord, Vehicle};
use crate::person::{Buyer, CreditSubject};
use crate::plate::Plate;
use crate::refund::Refund;
use crate::repair::RepairRecord;
use crate::service::LaneService;
use crate::street::StreetStay;
use crate::tariff::Tariff;

/// What basic data says: the lot, what it charges, where cars are charged.
#[derive(Clone, Debug, PartialEq)]
pub struct Described {
    /// The lot.
    pub lot: Lot,
    /// The tariff in force; none before the set-up.
    pub tariff: Option<Tariff>,
    /// The charging stations at the lot.
    pub stations: Vec<ListedStation>,
}

/// Something a platform may want to know.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a fact is stated, mapped and gone; it is never kept in numbers")]
pub enum Fact {
    /// The lot, its tariff or its charging stations were set up or changed: what differs from before goes up (3001 to 3005, 8001), and what is no
    /// more goes up as deleted.
    LotDescribed {
        /// The tariff in force.
        tariff: Option<Tariff>,
        /// The charging stations at the lot.
        stations: Vec<ListedStation>,
        /// What the platforms were told before; none to tell everything.
        before: Option<Box<Described>>,
    },
    /// A car came in (5004).
    VehicleEntered {
        /// The record as opened.
        record: ParkingRecord,
    },
    /// Money was taken for a stay (5008).
    Charged {
        /// The payment.
        charge: Charge,
        /// The car.
        vehicle: Vehicle,
    },
    /// A payment that a platform took and told us of (6007). It has it already; whether it wants to be told all the same
    /// (5008) is its profile's choice.
    PaidByPlatform {
        /// The payment.
        charge: Charge,
        /// The car; none in a bay along a street whose car nobody has looked at.
        vehicle: Option<Vehicle>,
    },
    /// The platform is asked to take the money of an order (5007).
    PaymentRequested {
        /// The order.
        order: ParkOrder,
    },
    /// Money was given back (5009).
    Refunded {
        /// The refund.
        refund: Refund,
    },
    /// A car left (5005).
    VehicleLeft {
        /// The record as closed.
        record: ParkingRecord,
        /// Its payments.
        charge_ids: Vec<Guid>,
    },
    /// A car left whose exit was told before, and taken back because it had stayed inside. An exit is told once (its record's
    /// identifier is its own), so that this one puts it right (5006).
    VehicleLeftAfterAll {
        /// The record as closed.
        record: ParkingRecord,
        /// Its payments.
        charge_ids: Vec<Guid>,
    },
    /// An entry that was reported turned out not to be one, a plate was put right, a car did not leave after all, or money
    /// came after it had left: the record is corrected (5006).
    RecordCorrected {
        /// The record as it is now.
        record: ParkingRecord,
    },
    /// A picture was taken of a car coming in or going out (2001).
    PictureTaken {
        /// Identifier in the picture store.
        picture_id: Guid,
        /// The parking record that it belongs to.
        record_id: Guid,
        /// The mechanical garage that the record has its car in.
        garage: Option<String>,
        /// True for an entry, false for an exit.
        entering: bool,
        /// When it was taken.
        taken_at: Moment,
    },
    /// The number of cars changed (5003).
    CountsChanged {
        /// The figures now.
        counts: Counts,
    },
    /// A space that something knows changed (5001).
    SpaceChanged {
        /// Its number.
        space_no: String,
        /// Its state now.
        state: SpaceState,
    },
    /// A lane's device came or went (5002).
    EquipmentChanged {
        /// The device.
        equipment_id: Guid,
        /// True when it answers.
        online: bool,
    },
    /// A lane was taken out of service, jammed, or put back (5011).
    LaneStateChanged {
        /// The lane.
        lane_id: Guid,
        /// How it is used now.
        state: LaneService,
        /// Why, 200 characters at most.
        comment: String,
    },
    /// A lease was saved, extended or ended (5012).
    LeaseChanged {
        /// As it is now.
        terms: LeaseTerms,
        /// True when it was removed.
        removed: bool,
    },
    /// A gate's motor is broken (2002, event type 1002).
    GateMotorFailed {
        /// Identifier of the event.
        event_id: Guid,
        /// The gate.
        equipment_id: Guid,
        /// The lane.
        lane: Lane,
        /// When.
        at: Moment,
        /// What the gate said, 100 characters at most.
        remark: String,
    },
    /// A mechanical garage stands differently (8002).
    GarageStateChanged {
        /// Which (`Garage::code`).
        garage: String,
        /// Its state now.
        state: GarageState,
        /// Why, for people, 200 characters at most.
        comment: Option<String>,
        /// Since when.
        at: Moment,
    },
    /// Spaces of mechanical garages were taken or became free (8003).
    GarageSpacesChanged {
        /// Every garage of the lot.
        garages: Vec<GarageCounts>,
        /// When.
        at: Moment,
    },
    /// Something happened in a mechanical garage (2002, by A.3).
    GarageEvent {
        /// Identifier of the event.
        event_id: Guid,
        /// Which garage (`Garage::code`).
        garage: String,
        /// What.
        kind: GarageEventKind,
        /// The space it is about.
        space_no: Option<String>,
        /// The car it is about.
        plate: Option<Plate>,
        /// When.
        at: Moment,
        /// What there is to say beside A.3's own words.
        remark: Option<String>,
    },
    /// A car came in whose plate is already inside (2002, event type 1001).
    SamePlateInside {
        /// Identifier of the event.
        event_id: Guid,
        /// The plate.
        vehicle: Vehicle,
        /// The lane.
        lane: Lane,
        /// When.
        at: Moment,
    },
    /// A detector saw a car come into its bay on the street (5004 by `spaceNo`).
    StayBegan {
        /// The stay as it begins.
        stay: StreetStay,
    },
    /// A stay on the street was put right: the inspector entered the plate, or money came after the car had left (5006).
    StayCorrected {
        /// The stay as it is now.
        stay: StreetStay,
    },
    /// Money was taken for a stay on the street, before the car left or later (5008).
    StayCharged {
        /// The payment.
        charge: Charge,
        /// The stay.
        stay: StreetStay,
    },
    /// A car left its bay on the street, paid or not (5005).
    StayEnded {
        /// The stay as it ended.
        stay: StreetStay,
        /// Its payments so far.
        charge_ids: Vec<Guid>,
    },
    /// An invoice is to be made (1201).
    InvoiceAsked {
        /// The invoice without its buyer.
        invoice: Invoice,
        /// Whom it is made out to, in the table of persons.
        buyer_id: Guid,
        /// The same in full. It must not end up in a message that is kept.
        buyer: Buyer,
    },
    /// A debt is to be reported to the credit register; two people have agreed to it (1301).
    DebtReported {
        /// The report without its subject.
        report: CreditReport,
        /// Whom it is about, in the table of persons.
        subject_id: Guid,
        /// The same in full. It must not end up in a message that is kept.
        subject: CreditSubject,
    },
    /// A charging station was set up or changed (1102).
    StationChanged {
        /// The station as it is now.
        station: Station,
        /// Its prices.
        prices: Option<Prices>,
    },
    /// A connector's state changed (1103, `notification_stationstate`).
    ConnectorChanged {
        /// The connector.
        connector_id: String,
        /// Its state now.
        state: ConnectorState,
        /// What stands at it, where something knows.
        park_state: ParkState,
        /// Its bay's lock, where there is one.
        lock_state: LockState,
    },
    /// A charging order ended, or its car came to be known (1105, `notification_charge_order_info`).
    ChargeOrderEnded {
        /// The order.
        order: ChargeOrder,
        /// The station's name.
        station_name: String,
        /// Its connector.
        connector: Connector,
    },
    /// A day's charging orders are reconciled (`check_charge_orders`).
    ChargeOrdersChecked {
        /// The reconciliation.
        check: ChargeCheck,
        /// Its orders.
        orders: Vec<ChargeOrder>,
    },
    /// A repair was settled, or the record of one was put right (saveWeixiuRecord). Always stated: there is no switch.
    RepairSettled {
        /// The record as it is now.
        record: RepairRecord,
        /// How often it was put right.
        revision: u32,
    },
    /// Money was taken for a stay in an ETCP lot (orderpaid).
    EtcpPaid {
        /// What ETCP is told.
        notice: PaidNotice,
    },
}

/// Turns facts into messages. One per platform; the assembly hands in all of them.
pub trait FactMapper: Send + Sync {
    /// The messages that this fact means for the platform, each with its key; none where it does not care.
    fn map(&self, fact: &Fact, lot: &Lot) -> Vec<Draft>;

    /// What a reply says that an operation waits for; none where it is not the platform's, or cannot be read.
    fn read_reply(&self, _platform: Platform, _interface: &str, _body: &str) -> Option<PlatformReply> {
        None
    }
}

/// A reply that an operation waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlatformReply {
    /// An invoice was made (1201).
    Invoice(Box<InvoiceAnswer>),
    /// The repair archive has a record (saveWeixiuRecord).
    RepairUploaded,
    /// ETCP has a payment (orderpaid), under this number of its own where it gave one.
    EtcpPaid {
        /// 支付订单号.
        pay_order_id: Option<String>,
    },
}
