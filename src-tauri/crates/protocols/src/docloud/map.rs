//! Violations between docloud's words and the lot's.

use lotdesk_domain::money::Fen;
use lotdesk_domain::violation::{
    CarIdentity, CarType, CityCondition, CountCity, Cut, FoundViolations, NewOrder, OrderDetail, OrderNews,
    PlatformStatus, PricedItem, Processing, SelfDeduction, Touched, Violation, ViolationCount, ViolationQuestion,
    WatchNews, WatchedCar,
};

use super::lenient::{Decimal, Int, Text};
use super::wire::{
    Amount, AmountProvince, AmountRequest, ConditionProvince, DeductRequest, MaterialRequest, MonitorItem, MonitorPush,
    OrderDetailReply, OrderPush, OrderRequest, OrderStatus, PriceItem, PriceRequest, QueryRequest, QueryResult,
    TokenRequest, UnwatchRequest, ViolationStatus, WatchRequest, WireViolation,
};

fn given(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn car_type(kind: CarType) -> Text {
    Text::of(kind.code())
}

/// `violation/assign/token`
pub fn token_request(car: &CarIdentity) -> TokenRequest {
    TokenRequest {
        phone: car.phone.clone(),
        plate_number: car.plate.clone(),
        vin: given(&car.vin),
        engine_no: given(&car.engine_no),
    }
}

/// `violation/query/1.0`
pub fn query_request(question: &ViolationQuestion) -> QueryRequest {
    let car = &question.car;
    QueryRequest {
        car_type: Some(car_type(car.car_type)),
        plate_number: car.plate.clone(),
        vin: given(&car.vin),
        engine_no: given(&car.engine_no),
        phone: given(&car.phone),
        city: question.city.clone(),
        need_fee: Some(question.with_fees),
        deduct_self: question.self_deduction.then_some(true),
    }
}

/// `violation/price/query`
pub fn price_request(car: &CarIdentity, items: &[PricedItem]) -> PriceRequest {
    let item = |item: &PricedItem| PriceItem {
        violation_city: item.city.clone(),
        violation_time: item.time.clone(),
        violation_location: item.location.clone(),
        violation_code: Text::of(&item.code),
        violation_fine: Int(i64::from(item.fine_yuan)),
        violation_mark: Int(i64::from(item.points)),
        violation_num: given(&item.ticket_no).map(Text),
        violation_reason: item.reason.clone(),
    };
    PriceRequest {
        plate_number: car.plate.clone(),
        car_type: Some(car_type(car.car_type)),
        vin: given(&car.vin),
        engine_no: given(&car.engine_no),
        phone: car.phone.clone(),
        remark: None,
        items: items.iter().map(item).collect(),
    }
}

/// `violation/create/order`, or that of self-deduction.
pub fn order_request(token: &str, kind: CarType, order: &NewOrder) -> OrderRequest {
    OrderRequest {
        token: Text::of(token),
        violation_codes: order.codes.iter().map(Text::of).collect(),
        total_price: Text::of(order.total_fen.to_string()),
        out_order_no: Text::of(&order.out_order_no),
        drive_num: order.self_deduction.as_ref().map(|own| Text::of(&own.licence_no)),
        file_num: order.self_deduction.as_ref().map(|own| Text::of(&own.file_no)),
        car_type: Some(car_type(kind)),
        lng: None,
        lat: None,
    }
}

/// `violation/deduct/self/valid`
pub fn deduct_request(token: &str, kind: CarType, own: &SelfDeduction) -> DeductRequest {
    DeductRequest {
        token: Text::of(token),
        drive_num: Text::of(&own.licence_no),
        file_num: Text::of(&own.file_no),
        car_type: Some(car_type(kind)),
    }
}

/// `violation/upload/material`, the pictures in Base64.
pub fn material_request(token: &str, front: &str, back: &str) -> MaterialRequest {
    MaterialRequest {
        token: Text::of(token),
        travel_license_img: front.to_owned(),
        travel_license_img_bg: back.to_owned(),
    }
}

/// `violation/amount/query`: its kinds of cars are numbers. The dictionary's two kinds of new-energy cars have none there.
pub fn amount_request(plate: &str, engine_no: &str, kind: CarType) -> AmountRequest {
    let number = match kind {
        CarType::Large | CarType::LargeNewEnergy => 1,
        CarType::Small | CarType::SmallNewEnergy => 2,
        CarType::Trailer => 15,
    };
    AmountRequest { plate_number: plate.to_owned(), engine_no: engine_no.to_owned(), car_type: Some(Int(number)) }
}

/// `monitor/car/add`, and an item of a batch.
pub fn watch_request(car: &WatchedCar) -> WatchRequest {
    WatchRequest {
        car_type: car_type(car.car_type),
        plate_number: car.plate.clone(),
        vin: car.vin.clone(),
        engine_no: car.engine_no.clone(),
    }
}

/// `monitor/car/remove`, and an item of a batch.
pub fn unwatch_request(plate: &str, kind: CarType) -> UnwatchRequest {
    UnwatchRequest { car_type: car_type(kind), plate_number: plate.to_owned() }
}

/// What each city wants. One whose lengths cannot be read is left out: nothing could be asked of it.
pub fn conditions(provinces: Vec<ConditionProvince>) -> Vec<CityCondition> {
    let mut cities = Vec::new();
    for province in provinces {
        for city in province.list {
            let cut = |length: &Text| length.0.trim().parse().ok().and_then(Cut::from_length);
            let (Some(vin), Some(engine_no)) = (cut(&city.vin_length), cut(&city.engine_no_length)) else { continue };
            let kinds = city.car_types.unwrap_or_default();
            cities.push(CityCondition {
                province: province.province.clone(),
                city: city.city,
                prefix: city.city_prefix,
                vin,
                engine_no,
                car_types: kinds.iter().filter_map(|kind| CarType::from_code(&kind.0)).collect(),
            });
        }
    }
    cities
}

/// Where violations can be counted.
pub fn count_cities(provinces: Vec<AmountProvince>) -> Vec<CountCity> {
    let mut cities = Vec::new();
    for province in provinces {
        let row = |city: String, prefix: String| CountCity { province: province.province.clone(), city, prefix };
        match province.list {
            Some(list) if !list.is_empty() => {
                cities.extend(list.into_iter().map(|city| row(city.city, city.prefix)));
            }
            _ => cities.push(row(String::new(), province.prefix.clone())),
        }
    }
    cities
}

/// How many violations there are.
pub fn count(amount: &Amount) -> ViolationCount {
    ViolationCount {
        total: amount.total.0,
        other_provinces: amount.other_province.0,
        province: amount.local_province.0,
        city: amount.local_city.0,
    }
}

/// No fine, fee or order is above this: what is larger is a slip or worse, and sums must not run over.
const AMOUNT_MOST: Fen = Fen::from_yuan(1_000_000);

fn amount(text: &str) -> Option<Fen> {
    Fen::parse_yuan(text).ok().filter(|fen| (Fen::ZERO..=AMOUNT_MOST).contains(fen))
}

fn money(text: Option<&Text>) -> Option<Fen> {
    amount(&text?.0)
}

/// An amount as a number.
pub(super) fn decimal(number: &Decimal) -> Option<Fen> {
    amount(&number.0)
}

fn processing(number: Option<Int>) -> Option<Processing> {
    match number?.0 {
        1 => Some(Processing::Untreated),
        2 => Some(Processing::UnderWay),
        3 => Some(Processing::Done),
        4 => Some(Processing::NotSupported),
        _ => None,
    }
}

fn status(number: Int) -> Option<PlatformStatus> {
    match number.0 {
        1 => Some(PlatformStatus::Created),
        2 => Some(PlatformStatus::Paid),
        3 => Some(PlatformStatus::Done),
        4 => Some(PlatformStatus::Closed),
        _ => None,
    }
}

fn fine_paid(number: Option<Int>) -> Option<bool> {
    match number?.0 {
        1 => Some(false),
        2 => Some(true),
        _ => None,
    }
}

/// A violation. One whose amounts cannot be read cannot be chosen: its total could not be checked.
pub fn violation(wire: WireViolation) -> Violation {
    let fine = money(wire.fine.as_ref());
    let fee = money(wire.service_fee.as_ref());
    let readable = fine.is_some() && (wire.service_fee.is_none() || fee.is_some());
    Violation {
        code: wire.code.0,
        time: wire.time,
        fine_fen: fine.unwrap_or_default(),
        address: wire.address,
        reason: wire.reason,
        points: wire.point.unwrap_or_default().0,
        violation_city: wire.violation_city.unwrap_or_default(),
        rate_of: [wire.province.unwrap_or_default(), wire.city.unwrap_or_default()].concat(),
        service_fee_fen: fee,
        mark_fee_fen: money(wire.mark_fee.as_ref()),
        can_select: readable && wire.can_select.is_some_and(|can| can.0 == 1),
        processing: processing(wire.process_status).unwrap_or(Processing::Untreated),
        fine_paid: fine_paid(wire.payment_status),
        needs_licence: wire.need_travel_license.is_some_and(|needs| needs.0 == 1),
        organ: wire.organ_name.unwrap_or_default(),
        official_no: wire.violation_num.unwrap_or_default().0,
    }
}

/// What a query found, and the token that comes with it.
pub fn found(wire: QueryResult) -> (FoundViolations, Option<String>) {
    let found = FoundViolations {
        total_fine_fen: Fen::parse_yuan(&wire.total_fine.0).unwrap_or_default(),
        total_points: wire.total_points.0,
        untreated: wire.untreated.0,
        violations: wire.violations.into_iter().map(violation).collect(),
    };
    (found, wire.token.map(|token| token.0).filter(|token| !token.is_empty()))
}

fn touched(statuses: Vec<ViolationStatus>) -> Vec<Touched> {
    let one = |s: ViolationStatus| Touched { code: s.code.0, processing: processing(s.process_status) };
    statuses.into_iter().map(one).collect()
}

/// What `violation/order/status` says; none where the state is none of the dictionary's.
pub fn order_status(wire: OrderStatus) -> Option<OrderNews> {
    Some(OrderNews {
        order_id: wire.order_id.0,
        status: status(wire.order_status)?,
        status_time: wire.modify_time,
        refund_fen: None,
        cancel_reason: String::new(),
        violations: touched(wire.violations),
    })
}

/// What the callback says.
pub fn order_push(wire: OrderPush) -> Option<OrderNews> {
    Some(OrderNews {
        order_id: wire.order_id.0,
        status: status(wire.order_status)?,
        status_time: wire.order_status_time,
        refund_fen: wire.refund_money.as_ref().and_then(decimal),
        cancel_reason: wire.cancel_reason.unwrap_or_default(),
        violations: touched(wire.violations),
    })
}

/// What `violation/order/detail` says.
pub fn order_detail(wire: OrderDetailReply) -> Option<OrderDetail> {
    let status = status(wire.order_status)?;
    let time = match status {
        PlatformStatus::Closed => wire.order_close_time.clone(),
        PlatformStatus::Paid | PlatformStatus::Done => wire.order_pay_time.clone(),
        PlatformStatus::Created => None,
    };
    Some(OrderDetail {
        price_fen: decimal(&wire.order_price)?,
        pay_url: wire.pay_url.unwrap_or_default(),
        news: OrderNews {
            order_id: wire.order_id.0,
            status,
            status_time: time.unwrap_or(wire.order_create_time),
            refund_fen: None,
            cancel_reason: wire.cancel_reason.unwrap_or_default(),
            violations: wire
                .violations
                .into_iter()
                .map(|v| Touched { code: v.code.0, processing: processing(v.process_status) })
                .collect(),
        },
    })
}

/// What the callback says of a watched car.
pub fn monitor_push(success: bool, wire: MonitorPush) -> WatchNews {
    let plate = wire.plate_number.trim().to_owned();
    if !success {
        let wrong = (wire.code.unwrap_or_default().0, wire.message.unwrap_or_default());
        return WatchNews { plate, news: Err(wrong) };
    }
    let item = |item: MonitorItem| {
        violation(WireViolation {
            code: item.code,
            time: item.time,
            fine: item.fine,
            address: item.address,
            reason: item.reason,
            point: item.point,
            violation_city: item.violation_city,
            province: None,
            city: None,
            service_fee: item.service_fee.map(|fee| Text::of(fee.0.to_string())),
            can_select: item.can_select,
            process_status: item.process_status,
            payment_status: item.payment_status,
            mark_fee: item.mark_fee.map(|fee| Text::of(fee.0.to_string())),
            need_travel_license: item.need_travel_license,
            process_type: None,
            violation_num: item.violation_num,
            violation_writ_no: item.violation_writ_no,
            organ_name: item.organ_name,
        })
    };
    WatchNews { plate, news: Ok(wire.items.unwrap_or_default().into_iter().map(item).collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_violation_whose_amounts_cannot_be_read_cannot_be_chosen() {
        let wire = |fine: &str, fee: &str| -> WireViolation {
            serde_json::from_str(&format!(
                r#"{{"code":"1","fine":"{fine}","serviceFee":"{fee}","canSelect":1,"processStatus":1}}"#
            ))
            .unwrap()
        };
        assert!(violation(wire("200.00", "23.00")).can_select);
        assert!(!violation(wire("200.001", "23.00")).can_select);
        assert!(!violation(wire("200.00", "?")).can_select);
    }

    #[test]
    fn only_what_is_there_is_sent() {
        let car = CarIdentity {
            plate: "浙A778QZ".into(),
            car_type: CarType::Small,
            vin: String::new(),
            engine_no: "5448DT".into(),
            phone: String::new(),
        };
        let question = ViolationQuestion { car, city: None, with_fees: true, self_deduction: false };
        let sent = crate::json::to_canonical(&query_request(&question)).unwrap();
        assert_eq!(sent, r#"{"carType":"02","engineNo":"5448DT","needFee":true,"plateNumber":"浙A778QZ"}"#);
    }
}
