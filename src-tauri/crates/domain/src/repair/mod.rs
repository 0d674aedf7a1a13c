//! Repairs: the electronic maintenance record (维修电子档案) that a shop must upload for every settled job, and the rules
//! around it (交办运〔2017〕69号; 《机动车维修管理规定》第三十四条).

mod deadline;
mod form;
mod record;
mod vin;

pub use deadline::{Upload, near_until, upload_deadline};
pub use form::{EarlierMileage, FieldNote, FormItem, FormPart, RepairForm, RepairState};
pub use record::{BadRepair, Fuel, RepairItem, RepairPart, RepairRecord, VehicleUse};
pub use vin::{VinDoubt, check_vin, model_year};
