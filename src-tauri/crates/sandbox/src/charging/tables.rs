//! Appendix B's tables as the sandbox reads them: what a lot pushes.

/// What a field must be.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// String of at most so many characters.
    Text(usize),
    /// String of exactly so many characters.
    Exact(usize),
    /// Whole number out of a list.
    Code(&'static [i64]),
    /// Whole number from zero on, up to here.
    Count(i64),
    /// Number with at most so many decimals, not below zero.
    Decimal(usize),
    /// Number with at most six decimals.
    Degrees,
    /// String `yyyy-MM-dd HH:mm:ss`.
    DateTime,
    /// Object of another table.
    One(&'static Table),
    /// Array of objects of another table.
    Many(&'static Table),
    /// Array of strings.
    Texts,
}

/// A row.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub name: &'static str,
    /// T/CEC 102's name, where it has another one.
    pub tcec102: &'static str,
    pub kind: Kind,
    pub required: bool,
}

/// A table.
#[derive(Debug)]
pub struct Table {
    pub number: &'static str,
    pub rows: &'static [Row],
}

const fn yes(name: &'static str, kind: Kind) -> Row {
    Row { name, tcec102: name, kind, required: true }
}

const fn no(name: &'static str, kind: Kind) -> Row {
    Row { name, tcec102: name, kind, required: false }
}

const fn spelt(row: Row, tcec102: &'static str) -> Row {
    Row { tcec102, ..row }
}

use Kind::{Code, Count, DateTime, Decimal, Degrees, Exact, Many, One, Text, Texts};

const LARGE: i64 = 1_000_000;

static CONNECTOR_INFO: Table = Table {
    number: "B.3",
    rows: &[
        yes("ConnectorID", Text(26)),
        no("ConnectorName", Text(30)),
        yes("ConnectorType", Code(&[1, 2, 3, 4, 5, 6])),
        yes("VoltageUpperLimits", Count(LARGE)),
        yes("VoltageLowerLimits", Count(LARGE)),
        yes("Current", Count(LARGE)),
        yes("Power", Decimal(1)),
        no("ParkNo", Text(10)),
        yes("NationalStandard", Code(&[1, 2])),
    ],
};

static EQUIPMENT_INFO: Table = Table {
    number: "B.2",
    rows: &[
        yes("EquipmentID", Text(23)),
        yes("ManufacturerID", Exact(9)),
        no("EquipmentModel", Text(20)),
        no("ProductionDate", Exact(10)),
        yes("EquipmentType", Code(&[1, 2, 3, 4, 5])),
        yes("ConnectorInfos", Many(&CONNECTOR_INFO)),
        no("EquipmentLng", Degrees),
        no("EquipmentLat", Degrees),
        yes("Power", Decimal(1)),
        no("EquipmentName", Text(30)),
        yes("NationalStandard", Text(20)),
    ],
};

pub static STATION_INFO: Table = Table {
    number: "B.1",
    rows: &[
        yes("StationID", Text(20)),
        yes("OperatorID", Exact(9)),
        yes("EquipmentOwnerID", Exact(9)),
        yes("StationName", Text(50)),
        yes("CountryCode", Exact(2)),
        yes("AreaCode", Text(20)),
        yes("Address", Text(50)),
        no("StationTel", Text(30)),
        yes("ServiceTel", Text(30)),
        yes("StationType", Code(&[1, 50, 100, 101, 102, 103, 255])),
        spelt(yes("Stationstate", Code(&[0, 1, 5, 6, 50])), "StationStatus"),
        yes("ParkNums", Count(LARGE)),
        yes("StationLng", Degrees),
        yes("StationLat", Degrees),
        no("SiteGuide", Text(100)),
        yes("Construction", Code(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255])),
        no("Pictures", Texts),
        no("MatchCars", Text(100)),
        no("ParkInfo", Text(100)),
        no("BusineHours", Text(100)),
        no("ElectricityFee", Text(256)),
        no("ServiceFee", Text(100)),
        no("ParkFee", Text(100)),
        no("Payment", Text(20)),
        no("SupportOrder", Code(&[0, 1])),
        no("Remark", Text(100)),
        yes("EquipmentInfos", Many(&EQUIPMENT_INFO)),
    ],
};

static CONNECTOR_STATE: Table = Table {
    number: "B.4",
    rows: &[
        yes("ConnectorID", Text(26)),
        spelt(yes("state", Code(&[0, 1, 2, 3, 4, 255])), "Status"),
        spelt(no("Parkstate", Code(&[0, 10, 50])), "ParkStatus"),
        spelt(no("Lockstate", Code(&[0, 10, 50])), "LockStatus"),
    ],
};

static STATE_NOTICE: Table =
    Table { number: "B.8", rows: &[spelt(yes("ConnectorstateInfo", One(&CONNECTOR_STATE)), "ConnectorStatusInfo")] };

static CHARGE_DETAIL: Table = Table {
    number: "B.17",
    rows: &[
        yes("DetailStartTime", DateTime),
        yes("DetailEndTime", DateTime),
        no("ElecPrice", Decimal(4)),
        no("SevicePrice", Decimal(4)),
        yes("DetailPower", Decimal(2)),
        no("DetailElecMoney", Decimal(2)),
        no("DetailSeviceMoney", Decimal(2)),
    ],
};

static ORDER_INFO: Table = Table {
    number: "B.16",
    rows: &[
        yes("StartChargeSeq", Exact(27)),
        yes("ConnectorID", Text(26)),
        yes("StartTime", DateTime),
        yes("EndTime", DateTime),
        yes("TotalPower", Decimal(2)),
        yes("TotalElecMoney", Decimal(2)),
        yes("TotalSeviceMoney", Decimal(2)),
        yes("TotalMoney", Decimal(2)),
        yes("StopReason", Count(99)),
        no("SumPeriod", Count(32)),
        no("ChargeDetails", Many(&CHARGE_DETAIL)),
    ],
};

static CHECKED_ORDER: Table = Table {
    number: "B.20",
    rows: &[yes("StartChargeSeq", Exact(27)), yes("TotalPower", Decimal(2)), yes("TotalMoney", Decimal(2))],
};

static CHECK_ORDERS: Table = Table {
    number: "B.19",
    rows: &[
        yes("CheckOrderSeq", Exact(27)),
        yes("StartTime", DateTime),
        yes("EndTime", DateTime),
        yes("OrderCount", Count(LARGE)),
        yes("TotalOrderPower", Decimal(4)),
        yes("TotalOrderMoney", Decimal(2)),
        yes("ChargeOrders", Many(&CHECKED_ORDER)),
    ],
};

static STATION_NOTICE: Table = Table { number: "103", rows: &[yes("stationInfo", One(&STATION_INFO))] };

/// Table 105; lengths of `stationID` and `stationName` by the larger of its own and B.1's.
static CAR_ORDER: Table = Table {
    number: "105",
    rows: &[
        yes("startChargeSeq", Exact(27)),
        yes("stationID", Text(50)),
        yes("stationName", Text(50)),
        yes("connectorID", Text(26)),
        yes("connectorName", Text(10)),
        yes("plateNum", Text(10)),
        no("spaceNo", Text(28)),
        yes("startTime", DateTime),
        yes("endTime", DateTime),
        yes("power", Decimal(2)),
        yes("elecMoney", Decimal(2)),
        yes("seviceMoney", Decimal(2)),
        yes("totalMoney", Decimal(2)),
    ],
};

/// The table of what a lot pushes; none for a name that nobody pushes.
pub fn pushed(interface: &str) -> Option<&'static Table> {
    Some(match interface {
        "notification_stationstate" | "1103" => &STATE_NOTICE,
        "notification_charge_order_info" => &ORDER_INFO,
        "check_charge_orders" => &CHECK_ORDERS,
        "1102" => &STATION_NOTICE,
        "1105" => &CAR_ORDER,
        _ => return None,
    })
}
