//! Inspections between docloud's words and the lot's.

use lotdesk_domain::inspection::{
    InspectionCar, InspectionNews, InspectionOffer, InspectionPaper, InspectionStatus, Named, NewInspection,
};

use super::lenient::{Decimal, Int, Text};
use super::map::decimal;
use super::wire::{
    Area, BrandOrSeries, InspectionDetail, InspectionRequest, Material, Model, PreOrder, VehicleRequest,
};

/// The makes.
pub fn brands(rows: Vec<BrandOrSeries>) -> Vec<Named> {
    rows.into_iter().filter_map(|row| Some(Named { id: row.brand_id?.0, name: row.brand_name? })).collect()
}

/// A make's lines.
pub fn series(rows: Vec<BrandOrSeries>) -> Vec<Named> {
    rows.into_iter().filter_map(|row| Some(Named { id: row.series_id?.0, name: row.series_name? })).collect()
}

/// A line's models.
pub fn models(rows: Vec<Model>) -> Vec<Named> {
    rows.into_iter().map(|row| Named { id: row.model_id.0, name: row.model_name }).collect()
}

/// Provinces, cities or districts.
pub fn areas(rows: Vec<Area>) -> Vec<Named> {
    rows.into_iter().map(|row| Named { id: row.id.0, name: row.name }).collect()
}

/// `inspection/v2/vehicle/replace`
pub fn vehicle_request(car: &InspectionCar, car_id: Option<i64>) -> VehicleRequest {
    let flag = |set: bool| Int(i64::from(set));
    VehicleRequest {
        car_id: car_id.map(Int),
        brand_id: Int(car.brand.id),
        series_id: Int(car.series.id),
        model_id: Int(car.model.id),
        car_num: car.plate.clone(),
        register_date: car.registered_on.format("%Y-%m-%d").to_string(),
        car_seats: Text::of(car.seats.to_string()),
        use_for: flag(car.official),
        inspection_vehicle_type: Int(if car.large_or_van { 10 } else { 1 }),
        operation_type: flag(car.commercial),
        is_accident_car: flag(car.injured_somebody),
    }
}

fn papers(rows: Vec<Material>) -> Vec<InspectionPaper> {
    rows.into_iter().map(|row| InspectionPaper { text: row.text, hints: row.message, sample: row.address }).collect()
}

/// An order to confirm; none where its price cannot be read.
pub fn offer(wire: PreOrder) -> Option<InspectionOffer> {
    Some(InspectionOffer {
        shop_id: wire.inspection_shop_id.0,
        city: Named { id: wire.inspection_city_id.0, name: wire.inspection_city_name },
        price_fen: decimal(&wire.total_price)?,
        papers: papers(wire.exempted_inspect_city_material_list),
    })
}

/// `inspection/v2/order/create`
pub fn inspection_request(order: &NewInspection) -> InspectionRequest {
    let people = order.people.clone();
    InspectionRequest {
        shop_id: Int(order.shop_id),
        car_id: Int(order.car_id),
        inspect_type: Int(1),
        contact_phone: people.contact_phone,
        inspect_city_id: Int(order.city_id),
        car_owner_phone: people.owner_phone,
        order_price: Decimal(order.price_fen.to_string()),
        name: people.name,
        phone: people.phone,
        province: people.province,
        city: people.city,
        county: (!people.county.is_empty()).then_some(people.county),
        address: people.address,
        lat: None,
        lng: None,
    }
}

/// How an inspection stands; none where its state is none of the page's.
pub fn inspection_news(wire: InspectionDetail) -> Option<InspectionNews> {
    let back = [wire.back_ems_company, wire.back_ems_number];
    Some(InspectionNews {
        order_id: wire.order_id.0,
        status: InspectionStatus::from_number(wire.worder_status.0)?,
        shop: [wire.shop_name, wire.shop_address, wire.contact_phone],
        price_fen: wire.member_price.as_ref().and_then(decimal).unwrap_or_default(),
        paid_fen: wire.pay_price.as_ref().and_then(decimal).unwrap_or_default(),
        sent_by: wire.send_ems_number.unwrap_or_default(),
        back_by: back.join(" ").trim().to_owned(),
        papers: papers(wire.need_data),
    })
}
