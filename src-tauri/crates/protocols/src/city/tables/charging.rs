//! Charging as the city platform's numbers tell it: tables 103, 105, B.1 to B.4 and B.8. Appendix B's lengths (notes on
//! `stationID` and `stationName`).

use super::Kind::{Amount, Count, DateTime, IntOf, List, Number, Object, Plate, Text, Texts};
use super::Rule::{AtMost, NotBefore};
use super::{Table, may, must};

static CONNECTOR: Table = Table {
    number: "B.3",
    name: "ConnectorInfo",
    fields: &[
        must("ConnectorID", Text(26)),
        may("ConnectorName", Text(30)),
        must("ConnectorType", IntOf(&[1, 2, 3, 4, 5, 6])),
        must("VoltageUpperLimits", Count),
        must("VoltageLowerLimits", Count),
        must("Current", Count),
        must("Power", Number(0, 100_000)),
        may("ParkNo", Text(10)),
        must("NationalStandard", IntOf(&[1, 2])),
    ],
    rules: &[AtMost("VoltageLowerLimits", "VoltageUpperLimits")],
};

static PILE: Table = Table {
    number: "B.2",
    name: "EquipmentInfo",
    fields: &[
        must("EquipmentID", Text(23)),
        must("ManufacturerID", Text(9)),
        may("EquipmentModel", Text(20)),
        may("ProductionDate", Text(10)),
        must("EquipmentType", IntOf(&[1, 2, 3, 4, 5])),
        must("ConnectorInfos", List(&CONNECTOR)),
        may("EquipmentLng", Number(-180, 180)),
        may("EquipmentLat", Number(-90, 90)),
        must("Power", Number(0, 100_000)),
        may("EquipmentName", Text(30)),
        must("NationalStandard", Text(20)),
    ],
    rules: &[],
};

static STATION: Table = Table {
    number: "B.1",
    name: "StationInfo",
    fields: &[
        must("StationID", Text(20)),
        must("OperatorID", Text(9)),
        must("EquipmentOwnerID", Text(9)),
        must("StationName", Text(50)),
        must("CountryCode", Text(2)),
        must("AreaCode", Text(20)),
        must("Address", Text(50)),
        may("StationTel", Text(30)),
        must("ServiceTel", Text(30)),
        must("StationType", IntOf(&[1, 50, 100, 101, 102, 103, 255])),
        must("Stationstate", IntOf(&[0, 1, 5, 6, 50])),
        must("ParkNums", Count),
        must("StationLng", Number(-180, 180)),
        must("StationLat", Number(-90, 90)),
        may("SiteGuide", Text(100)),
        must("Construction", IntOf(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255])),
        may("Pictures", Texts(512)),
        may("MatchCars", Text(100)),
        may("ParkInfo", Text(100)),
        may("BusineHours", Text(100)),
        may("ElectricityFee", Text(256)),
        may("ServiceFee", Text(100)),
        may("ParkFee", Text(100)),
        may("Payment", Text(20)),
        may("SupportOrder", IntOf(&[0, 1])),
        may("Remark", Text(100)),
        must("EquipmentInfos", List(&PILE)),
    ],
    rules: &[],
};

static CONNECTOR_STATE: Table = Table {
    number: "B.4",
    name: "ConnectorstateInfo",
    fields: &[
        must("ConnectorID", Text(26)),
        must("state", IntOf(&[0, 1, 2, 3, 4, 255])),
        may("Parkstate", IntOf(&[0, 10, 50])),
        may("Lockstate", IntOf(&[0, 10, 50])),
    ],
    rules: &[],
};

pub static STATION_NOTICE: Table =
    Table { number: "103", name: "1102", fields: &[must("stationInfo", Object(&STATION))], rules: &[] };

pub static STATE_NOTICE: Table =
    Table { number: "B.8", name: "1103", fields: &[must("ConnectorstateInfo", Object(&CONNECTOR_STATE))], rules: &[] };

/// Amounts and energy alike have exactly two decimals.
pub static CAR_ORDER: Table = Table {
    number: "105",
    name: "1105",
    fields: &[
        must("startChargeSeq", Text(27)),
        must("stationID", Text(20)),
        must("stationName", Text(20)),
        must("connectorID", Text(26)),
        must("connectorName", Text(10)),
        must("plateNum", Plate),
        may("spaceNo", Text(28)),
        must("startTime", DateTime),
        must("endTime", DateTime),
        must("power", Amount),
        must("elecMoney", Amount),
        must("seviceMoney", Amount),
        must("totalMoney", Amount),
    ],
    rules: &[NotBefore("startTime", "endTime")],
};
