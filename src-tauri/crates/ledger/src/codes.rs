//! The words under which the domain's closed lists are stored. They are written out here, one by one, so that renaming
//! a variant changes nothing on disk, and a new variant does not compile before it has a word.

use lotdesk_domain::charging::{
    ChargeState, Confirmation, ConnectorState, DisputeReason, ParkState, SettledBy, StopReason,
};
use lotdesk_domain::control::Strategy;
use lotdesk_domain::credit::CreditState;
use lotdesk_domain::deduction::DeductionState;
use lotdesk_domain::etcp::{ParkUser, Proof, SettledFrom};
use lotdesk_domain::garage::{GarageCommandState, GarageState, GarageWork};
use lotdesk_domain::inspection::{InspectionState, InspectionStatus};
use lotdesk_domain::invoice::{InvoiceColor, InvoiceState, LineNature};
use lotdesk_domain::lease::LeaseUnit;
use lotdesk_domain::lock::LockState;
use lotdesk_domain::lot::SpaceState;
use lotdesk_domain::message::{Platform, Rank};
use lotdesk_domain::operator::Role;
use lotdesk_domain::order::{ChargeType, CouponKind, Ending};
use lotdesk_domain::parking::{PayType, RecordState, RecordType, Standing, VehicleClass};
use lotdesk_domain::payment::{AttemptState, PayChannel, RefundStand};
use lotdesk_domain::person::{BuyerKind, IdKind, SubjectKind};
use lotdesk_domain::plate::PlateColor;
use lotdesk_domain::reconcile::{BillKind, MoneyWay, Settlement};
use lotdesk_domain::repair::{Fuel, RepairState, VehicleUse};
use lotdesk_domain::reservation::ReservationState;
use lotdesk_domain::service::LaneService;
use lotdesk_domain::service_order::ServiceOrderState;
use lotdesk_domain::street::StayState;
use lotdesk_domain::violation::{CarType, OrderState, Processing, WatchState};

/// A closed list with its stored words.
pub(crate) trait Stored: Sized + Copy {
    /// What the list is called in errors.
    const WHAT: &'static str;
    /// The stored word.
    fn word(self) -> &'static str;
    /// The variant behind a stored word.
    fn from_word(word: &str) -> Option<Self>;
}

macro_rules! stored {
    ($($what:literal $ty:ty { $($variant:ident = $word:literal),+ $(,)? })+) => {$(
        impl Stored for $ty {
            const WHAT: &'static str = $what;
            fn word(self) -> &'static str {
                match self { $(<$ty>::$variant => $word),+ }
            }
            fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(<$ty>::$variant),)+ _ => None }
            }
        }
    )+};
}

stored! {
    "role" Role { Attendant = "attendant", Clerk = "clerk", Manager = "manager" }
    "plate colour" PlateColor {
        Blue = "blue", Yellow = "yellow", Green = "green", YellowGreen = "yellow_green", White = "white", Black = "black",
    }
    "vehicle class" VehicleClass { Large = "large", Medium = "medium", Small = "small" }
    "standing" Standing { Temporary = "temporary", Lease = "lease", Reserved = "reserved", Shared = "shared" }
    "record state" RecordState { Inside = "inside", Left = "left", Cancelled = "cancelled" }
    "record type" RecordType { Normal = "normal", Abnormal = "abnormal", LeftLocked = "left_locked" }
    "pay type" PayType {
        Cash = "cash", WeChat = "wechat", Alipay = "alipay", UnionPay = "unionpay", Etc = "etc", Other = "other",
    }
    "coupon" CouponKind { Nothing = "nothing", Amount = "amount", Hours = "hours", Rate = "rate", Free = "free" }
    "charge type" ChargeType {
        Normal = "normal", FreeMinutes = "free_minutes", Free = "free", AboveCap = "above_cap",
        FreeByDiscount = "free_by_discount", Other = "other",
    }
    "payment's end" Ending {
        Settled = "settled", PartlyPaid = "partly_paid", Overpaid = "overpaid", PaidTwice = "paid_twice",
        AfterLeaving = "after_leaving",
    }
    "payment channel" PayChannel { WeChat = "wechat", Alipay = "alipay", Bank = "bank" }
    "attempt to be paid" AttemptState {
        Sent = "sent", Waiting = "waiting", Unknown = "unknown", Cancelling = "cancelling", Paid = "paid",
        Refused = "refused", Cancelled = "cancelled",
    }
    "refund by a channel" RefundStand { Sent = "sent", Unknown = "unknown", Done = "done", Refused = "refused" }
    "deduction state" DeductionState { On = "on", Off = "off" }
    "kind of bill" BillKind { All = "all", Paid = "paid", Refunded = "refunded", Revoked = "revoked" }
    "settlement" Settlement { Resent = "resent", PutRight = "put_right", Accepted = "accepted" }
    "way of money" MoneyWay { Paid = "paid", Refunded = "refunded" }
    "reservation state" ReservationState {
        Ahead = "ahead", Holding = "holding", Used = "used", Cancelled = "cancelled", Expired = "expired",
    }
    "space state" SpaceState { Unknown = "unknown", Free = "free", Reserved = "reserved", Taken = "taken" }
    "stay state" StayState { Standing = "standing", Leaving = "leaving", Left = "left" }
    "invoice colour" InvoiceColor { Blue = "blue", Red = "red" }
    "invoice state" InvoiceState { Asked = "asked", Issued = "issued", Dropped = "dropped" }
    "line nature" LineNature { Normal = "normal", Discount = "discount", Discounted = "discounted" }
    "credit state" CreditState { Proposed = "proposed", Approved = "approved", Withdrawn = "withdrawn" }
    "buyer kind" BuyerKind {
        Company = "company", Institution = "institution", Individual = "individual", Other = "other",
    }
    "subject kind" SubjectKind { Natural = "natural", Organisation = "organisation" }
    "kind of document" IdKind {
        CitizenCard = "citizen_card", HouseholdRegister = "household_register", Passport = "passport",
        OfficerCard = "officer_card", SoldierCard = "soldier_card", HongKongMacaoPermit = "hong_kong_macao_permit",
        TaiwanPermit = "taiwan_permit", TemporaryCitizenCard = "temporary_citizen_card",
        ForeignerPermit = "foreigner_permit", PoliceCard = "police_card", Other = "other",
    }
    "connector state" ConnectorState {
        Offline = "offline", Free = "free", Plugged = "plugged", Charging = "charging", Reserved = "reserved",
        Fault = "fault",
    }
    "park state" ParkState { Unknown = "unknown", Free = "free", Taken = "taken" }
    "connector lock state" lotdesk_domain::charging::LockState { Unknown = "unknown", Unlocked = "unlocked", Locked = "locked" }
    "charge state" ChargeState {
        Starting = "starting", Charging = "charging", Stopping = "stopping", Ended = "ended",
    }
    "stop reason" StopReason {
        User = "user", Platform = "platform", Battery = "battery", Fault = "fault", Unplugged = "unplugged",
        Attendant = "attendant",
    }
    "settler" SettledBy { Lot = "lot", Platform = "platform" }
    "confirmation" Confirmation { Confirmed = "confirmed", Disputed = "disputed" }
    "dispute reason" DisputeReason {
        NoSuchOrder = "no_such_order", Money = "money", Energy = "energy", Other = "other",
    }
    "lease unit" LeaseUnit { Month = "month", Day = "day" }
    "control strategy" Strategy {
        NoEntry = "no_entry", NoExit = "no_exit", NoPassage = "no_passage", Warn = "warn", FreePassage = "free_passage",
    }
    "lock state" LockState {
        LockedByOwner = "locked_by_owner", LockedByHand = "locked_by_hand", LetGo = "let_go", Unlocked = "unlocked",
    }
    "lane service" LaneService {
        Normal = "normal", Jammed = "jammed", BadlyJammed = "badly_jammed", Closed = "closed",
    }
    "garage state" GarageState {
        Stopped = "stopped", Normal = "normal", Abnormal = "abnormal", Fault = "fault", Maintenance = "maintenance",
    }
    "garage work" GarageWork { Store = "store", Retrieve = "retrieve" }
    "garage command state" GarageCommandState {
        Waiting = "waiting", Running = "running", Done = "done", Failed = "failed", Cancelled = "cancelled",
        Lapsed = "lapsed",
    }
    "fuel" Fuel {
        Petrol = "petrol", Diesel = "diesel", Electric = "electric", MixedOil = "mixed_oil", NaturalGas = "natural_gas",
        LiquefiedGas = "liquefied_gas", Methanol = "methanol", Ethanol = "ethanol", Solar = "solar", Hybrid = "hybrid",
        Hydrogen = "hydrogen", Biofuel = "biofuel", DimethylEther = "dimethyl_ether", None = "none", Other = "other",
    }
    "vehicle use" VehicleUse { Commercial = "commercial", Private = "private" }
    "repair state" RepairState { Draft = "draft", Settled = "settled", Dropped = "dropped" }
    "service order state" ServiceOrderState { New = "new", Drafted = "drafted", SetAside = "set_aside" }
    "kind of car" CarType {
        Large = "large", Small = "small", LargeNewEnergy = "large_new_energy", SmallNewEnergy = "small_new_energy",
        Trailer = "trailer",
    }
    "processing" Processing {
        Untreated = "untreated", UnderWay = "under_way", Done = "done", NotSupported = "not_supported",
    }
    "violation order state" OrderState {
        Sending = "sending", NotSent = "not_sent", Refused = "refused", Unknown = "unknown", Arrived = "arrived",
        Created = "created", Paid = "paid", Done = "done", Closed = "closed",
    }
    "watch state" WatchState {
        Watched = "watched", Refused = "refused", Unknown = "unknown", WrongData = "wrong_data", Removed = "removed",
    }
    "inspection state" InspectionState {
        Bound = "bound", Sending = "sending", NotSent = "not_sent", Refused = "refused", Unknown = "unknown",
        NotThere = "not_there", Ordered = "ordered",
    }
    "inspection status" InspectionStatus {
        WaitsForPayment = "waits_for_payment", WaitsForPickup = "waits_for_pickup", OnItsWay = "on_its_way",
        UnderWay = "under_way", DoneWaitsForPickup = "done_waits_for_pickup", DoneOnItsWay = "done_on_its_way",
        Received = "received", Closed = "closed",
    }
    "ETCP user" ParkUser { LongTerm = "long_term", Temporary = "temporary" }
    "proof of an ETCP payment" Proof { Reply = "reply", History = "history", Fee = "fee", Person = "person" }
    "source of an ETCP settlement" SettledFrom { Safe = "safe", Bank = "bank" }
    "rank" Rank { Basic = "basic", Record = "record", Snapshot = "snapshot" }
    "platform" Platform {
        City = "city", Charging = "charging", Etcp = "etcp", Docloud = "docloud", Repair = "repair", Autox3 = "autox3",
    }
}

/// `#[serde(with = "crate::codes::word")]` for a field that is stored by its word.
pub(crate) mod word {
    use super::Stored;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<T: Stored, S: Serializer>(value: &T, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(value.word())
    }

    pub fn deserialize<'de, T: Stored, D: Deserializer<'de>>(d: D) -> Result<T, D::Error> {
        let word = std::borrow::Cow::<'de, str>::deserialize(d)?;
        T::from_word(&word).ok_or_else(|| serde::de::Error::custom(format!("{word:?} is no {}", T::WHAT)))
    }
}

/// The same for an optional field.
pub(crate) mod optional_word {
    use super::Stored;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<T: Stored, S: Serializer>(value: &Option<T>, s: S) -> Result<S::Ok, S::Error> {
        value.map(Stored::word).serialize(s)
    }

    pub fn deserialize<'de, T: Stored, D: Deserializer<'de>>(d: D) -> Result<Option<T>, D::Error> {
        let word = Option::<String>::deserialize(d)?;
        word.map(|word| {
            T::from_word(&word).ok_or_else(|| serde::de::Error::custom(format!("{word:?} is no {}", T::WHAT)))
        })
        .transpose()
    }
}

/// The variant behind a word in a column.
pub(crate) fn column<T: Stored>(row: &rusqlite::Row<'_>, index: &str) -> rusqlite::Result<T> {
    let word: String = row.get(index)?;
    T::from_word(&word).ok_or_else(|| bad_column(format!("{word:?} is no {}", T::WHAT)))
}

/// The same, where the column may be empty.
pub(crate) fn column_optional<T: Stored>(row: &rusqlite::Row<'_>, index: &str) -> rusqlite::Result<Option<T>> {
    let word: Option<String> = row.get(index)?;
    word.map(|word| T::from_word(&word).ok_or_else(|| bad_column(format!("{word:?} is no {}", T::WHAT)))).transpose()
}

/// A column whose text does not read back as what it should be.
pub(crate) fn bad_column(why: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, why.into())
}

/// A Guid, a plate or another type that reads back from text.
pub(crate) fn parsed<T: std::str::FromStr>(row: &rusqlite::Row<'_>, index: &str) -> rusqlite::Result<T>
where
    T::Err: std::fmt::Display,
{
    let text: String = row.get(index)?;
    text.parse().map_err(|why: T::Err| bad_column(why.to_string()))
}

/// The same, where the column may be empty.
pub(crate) fn parsed_optional<T: std::str::FromStr>(row: &rusqlite::Row<'_>, index: &str) -> rusqlite::Result<Option<T>>
where
    T::Err: std::fmt::Display,
{
    let text: Option<String> = row.get(index)?;
    text.map(|text| text.parse().map_err(|why: T::Err| bad_column(why.to_string()))).transpose()
}
