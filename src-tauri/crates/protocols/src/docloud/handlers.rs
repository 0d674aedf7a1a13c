//! The code behind each row of [`super::spec`]: reads a message in every accepted form, writes it in the document's. Of a GET
//! the request is the object of its parameters.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::wire::*;
use crate::interface::{Handler, HandlerError};
use crate::json::to_canonical;

const fn handler<Request, Answer>() -> Handler
where
    Request: Serialize + DeserializeOwned,
    Answer: Serialize + DeserializeOwned,
{
    Handler { request: rewrite::<Request>, reply: rewrite::<Answer> }
}

pub(super) const SIGN_TEST: Handler = handler::<Anything, Reply<SignTested>>();
pub(super) const TOKEN: Handler = handler::<TokenRequest, Reply<Token>>();
pub(super) const CONDITIONS: Handler = handler::<NoParameters, Reply<Vec<ConditionProvince>>>();
pub(super) const QUERY: Handler = handler::<QueryRequest, Reply<QueryResult>>();
pub(super) const CREATE_ORDER: Handler = handler::<OrderRequest, Reply<OrderMade>>();
pub(super) const ORDER_STATUS: Handler = handler::<OrderQuestion, Reply<OrderStatus>>();
pub(super) const ORDER_DETAIL: Handler = handler::<OrderQuestion, Reply<OrderDetailReply>>();
pub(super) const ORDER_PUSH: Handler = handler::<Reply<OrderPush>, Taken>();
pub(super) const MATERIAL: Handler = handler::<MaterialRequest, Reply<bool>>();
pub(super) const PRICE: Handler = handler::<PriceRequest, Reply<QueryResult>>();
pub(super) const DEDUCT: Handler = handler::<DeductRequest, Reply<DeductAnswer>>();
pub(super) const AMOUNT_CITIES: Handler = handler::<NoParameters, Reply<Vec<AmountProvince>>>();
pub(super) const AMOUNT: Handler = handler::<AmountRequest, Reply<Amount>>();
pub(super) const WATCH: Handler = handler::<WatchRequest, Reply<bool>>();
pub(super) const WATCH_BATCH: Handler = handler::<Vec<WatchRequest>, Reply<bool>>();
pub(super) const UNWATCH: Handler = handler::<UnwatchRequest, Reply<bool>>();
pub(super) const UNWATCH_BATCH: Handler = handler::<Vec<UnwatchRequest>, Reply<bool>>();
pub(super) const MONITOR_PUSH: Handler = handler::<Reply<MonitorPush>, Taken>();
pub(super) const USER_TOKEN: Handler = handler::<UserTokenRequest, Reply<Token>>();
pub(super) const BRANDS: Handler = handler::<BrandQuestion, Vec<BrandOrSeries>>();
pub(super) const MODELS: Handler = handler::<ModelQuestion, Vec<Model>>();
pub(super) const PROVINCES: Handler = handler::<NoParameters, Reply<Vec<Area>>>();
pub(super) const CITIES: Handler = handler::<CityQuestion, Reply<Vec<Area>>>();
pub(super) const DISTRICTS: Handler = handler::<DistrictQuestion, Reply<Vec<Area>>>();
pub(super) const VEHICLE: Handler = handler::<VehicleRequest, Reply<VehicleBound>>();
pub(super) const PRE_ORDER: Handler = handler::<PreOrderQuestion, Reply<PreOrder>>();
pub(super) const INSPECTION: Handler = handler::<InspectionQuestion, Reply<InspectionDetail>>();
pub(super) const CREATE_INSPECTION: Handler = handler::<InspectionRequest, Reply<OrderMade>>();

fn rewrite<T: Serialize + DeserializeOwned>(text: &str) -> Result<String, HandlerError> {
    Ok(to_canonical(&serde_json::from_str::<T>(text)?)?)
}
