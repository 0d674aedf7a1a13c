//! Every question, in docloud's words and back.

use async_trait::async_trait;
use lotdesk_domain::inspection::{InspectionCar, InspectionNews, InspectionOffer, Named, NewInspection};
use lotdesk_domain::violation::{
    CarIdentity, CarType, CityCondition, CountCity, FoundViolations, NewOrder, OrderDetail, OrderNews, PricedItem,
    SelfDeduction, ViolationCount, ViolationQuestion, WatchedCar,
};
use lotdesk_operations::{Asked, Docloud, DocloudFailure};
use lotdesk_protocols::docloud::client::Call;
use lotdesk_protocols::docloud::wire::{
    Amount, AmountProvince, Area, BrandOrSeries, ConditionProvince, DeductAnswer, InspectionDetail, Model,
    OrderDetailReply, OrderMade, OrderStatus, PreOrder, QueryResult, SignTested, VehicleBound,
};
use lotdesk_protocols::docloud::{map, map_inspection};

use super::link::{DocloudLink, post};

/// The name under which the lists are asked for: they are nobody's.
const DESK: &str = "lotdesk-desk";

fn unreadable(what: &str) -> DocloudFailure {
    DocloudFailure::Lost(format!("{what} is none of the dictionary's"))
}

fn order_of(token: &str, order_id: i64, interface: &'static str) -> Call {
    Call::get(interface, vec![("token", token.to_owned()), ("orderId", order_id.to_string())])
}

impl DocloudLink {
    /// A list that changes slowly.
    async fn list<T: serde::de::DeserializeOwned>(
        &self,
        key: &'static str,
        of: i64,
        call: Call,
        read: fn(Vec<T>) -> Vec<Named>,
    ) -> Asked<Vec<Named>> {
        if let Some(kept) = self.lists.get(&(key, of)) {
            return Ok(kept);
        }
        let rows = read(self.with_customer_token(DESK, call).await?);
        self.lists.put((key, of), rows.clone());
        Ok(rows)
    }
}

#[async_trait]
impl Docloud for DocloudLink {
    async fn test_signature(&self) -> Asked<()> {
        let _: SignTested = self.call(&Call::get("sign/test", Vec::new()), None).await?;
        Ok(())
    }

    async fn conditions(&self, fresh: bool) -> Asked<Vec<CityCondition>> {
        if let Some(kept) = self.cities.get(&()).filter(|_| !fresh) {
            return Ok(kept);
        }
        let provinces: Vec<ConditionProvince> =
            self.call(&Call::get("violation/condition/all/1.0", Vec::new()), None).await?;
        let cities = map::conditions(provinces);
        self.cities.put((), cities.clone());
        Ok(cities)
    }

    async fn query(&self, question: &ViolationQuestion) -> Asked<FoundViolations> {
        let _passage = self.gate.pass(&question.car.plate)?;
        let call = post("violation/query/1.0", &map::query_request(question))?;
        let (found, token) = map::found(self.call::<QueryResult>(&call, None).await?);
        self.came(&question.car, token);
        Ok(found)
    }

    async fn price(&self, car: &CarIdentity, items: &[PricedItem]) -> Asked<FoundViolations> {
        let _passage = self.gate.pass(&car.plate)?;
        let call = post("violation/price/query", &map::price_request(car, items))?;
        let (found, token) = map::found(self.call::<QueryResult>(&call, None).await?);
        self.came(car, token);
        Ok(found)
    }

    async fn count_cities(&self) -> Asked<Vec<CountCity>> {
        let provinces: Vec<AmountProvince> = self.call(&Call::get("violation/amount/cities", Vec::new()), None).await?;
        Ok(map::count_cities(provinces))
    }

    async fn count(&self, plate: &str, engine_no: &str, kind: CarType) -> Asked<ViolationCount> {
        let _passage = self.gate.pass(plate)?;
        let call = post("violation/amount/query", &map::amount_request(plate, engine_no, kind))?;
        Ok(map::count(&self.call::<Amount>(&call, None).await?))
    }

    async fn create_order(&self, car: &CarIdentity, order: &NewOrder) -> Asked<i64> {
        let interface = match order.self_deduction {
            Some(_) => "violation/deduct/self/create/order",
            None => "violation/create/order",
        };
        let made: OrderMade =
            self.with_car_token(car, |token| post(interface, &map::order_request(token, car.car_type, order))).await?;
        Ok(made.order_id.0)
    }

    async fn can_deduct(&self, car: &CarIdentity, own: &SelfDeduction) -> Asked<bool> {
        let answer: DeductAnswer = self
            .with_car_token(car, |token| {
                post("violation/deduct/self/valid", &map::deduct_request(token, car.car_type, own))
            })
            .await?;
        Ok(answer.result)
    }

    async fn order_status(&self, car: &CarIdentity, order_id: i64) -> Asked<OrderNews> {
        let status: OrderStatus =
            self.with_car_token(car, |token| Ok(order_of(token, order_id, "violation/order/status"))).await?;
        map::order_status(status).ok_or_else(|| unreadable("orderStatus"))
    }

    async fn order_detail(&self, car: &CarIdentity, order_id: i64) -> Asked<OrderDetail> {
        let detail: OrderDetailReply =
            self.with_car_token(car, |token| Ok(order_of(token, order_id, "violation/order/detail"))).await?;
        map::order_detail(detail).ok_or_else(|| unreadable("orderStatus or orderPrice"))
    }

    async fn upload_licence(&self, car: &CarIdentity, front: &str, back: &str) -> Asked<bool> {
        self.with_car_token(car, |token| post("violation/upload/material", &map::material_request(token, front, back)))
            .await
    }

    async fn watch(&self, cars: &[WatchedCar]) -> Asked<bool> {
        self.gate.rested()?;
        let call = match cars {
            [car] => post("monitor/car/add", &map::watch_request(car))?,
            _ => post("monitor/car/batchAdd", &cars.iter().map(map::watch_request).collect::<Vec<_>>())?,
        };
        self.call(&call, None).await
    }

    async fn unwatch(&self, cars: &[(String, CarType)]) -> Asked<bool> {
        self.gate.rested()?;
        let item = |(plate, kind): &(String, CarType)| map::unwatch_request(plate, *kind);
        let call = match cars {
            [car] => post("monitor/car/remove", &item(car))?,
            _ => post("monitor/car/batchRemove", &cars.iter().map(item).collect::<Vec<_>>())?,
        };
        self.call(&call, None).await
    }

    async fn brands(&self) -> Asked<Vec<Named>> {
        let call = Call::get("basedata/brand/list", Vec::new());
        self.list::<BrandOrSeries>("brands", 0, call, map_inspection::brands).await
    }

    async fn series(&self, brand: i64) -> Asked<Vec<Named>> {
        let call = Call::get("basedata/brand/list", vec![("brandId", brand.to_string())]);
        self.list::<BrandOrSeries>("series", brand, call, map_inspection::series).await
    }

    async fn models(&self, series: i64) -> Asked<Vec<Named>> {
        let call = Call::get("basedata/model/list", vec![("seriesId", series.to_string())]);
        self.list::<Model>("models", series, call, map_inspection::models).await
    }

    async fn provinces(&self) -> Asked<Vec<Named>> {
        let call = Call::get("area/province/list", Vec::new());
        self.list::<Area>("provinces", 0, call, map_inspection::areas).await
    }

    async fn cities(&self, province: i64) -> Asked<Vec<Named>> {
        let call = Call::get("area/city/list", vec![("provinceId", province.to_string())]);
        self.list::<Area>("cities", province, call, map_inspection::areas).await
    }

    async fn districts(&self, city: i64) -> Asked<Vec<Named>> {
        let call = Call::get("area/district/list", vec![("cityId", city.to_string())]);
        self.list::<Area>("districts", city, call, map_inspection::areas).await
    }

    async fn bind(&self, owner: &str, car: &InspectionCar, car_id: Option<i64>) -> Asked<i64> {
        let call = post("inspection/v2/vehicle/replace", &map_inspection::vehicle_request(car, car_id))?;
        let bound: VehicleBound = self.with_customer_token(owner, call).await?;
        Ok(bound.car_id.0)
    }

    async fn inspection_offer(&self, owner: &str, car_id: i64) -> Asked<InspectionOffer> {
        let parameters = vec![("carId", car_id.to_string()), ("inspectType", "1".to_owned())];
        let offer: PreOrder = self.with_customer_token(owner, Call::get("inspection/v2/order/pre", parameters)).await?;
        map_inspection::offer(offer).ok_or_else(|| unreadable("totalPrice"))
    }

    async fn create_inspection(&self, owner: &str, order: &NewInspection) -> Asked<i64> {
        let call = post("inspection/v2/order/create", &map_inspection::inspection_request(order))?;
        let made: OrderMade = self.with_customer_token(owner, call).await?;
        Ok(made.order_id.0)
    }

    async fn inspection(&self, owner: &str, order_id: i64) -> Asked<InspectionNews> {
        let parameters = vec![("orderId", order_id.to_string()), ("inspectType", "1".to_owned())];
        let detail: InspectionDetail =
            self.with_customer_token(owner, Call::get("inspection/v2/order/detail", parameters)).await?;
        map_inspection::inspection_news(detail).ok_or_else(|| unreadable("worderStatus"))
    }
}
