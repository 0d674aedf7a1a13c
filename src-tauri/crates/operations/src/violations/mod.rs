//! Traffic violations by docloud: asked for with exactly what a city wants, ordered once under a number of our own, followed
//! by callback and by asking, paid for out of money that is held in an account of its own.

mod follow;
mod licence;
mod money;
mod news;
mod order;
mod papers;
mod query;
mod send;
mod views;

pub(crate) use follow::ask_order;
pub(crate) use licence::{check as check_licence, upload as upload_licence};
pub(crate) use money::{give_back, take_money};
pub(crate) use order::{make as order, send_again};
pub(crate) use papers::{kept, papers as papers_of, phone_of};
pub(crate) use query::{cities, count, count_cities, price, query, test_link};
pub(crate) use views::{car, cars, order_detail, orders};

use crate::api::refusal::{Code, Refusal};

pub(crate) fn no_such_car() -> Refusal {
    Refusal::new(
        Code::NotFound,
        "该车还没有查询过，请先查询违章",
        "This car has not been asked for yet: query its violations first.",
    )
    .at("plate")
}

fn no_such_order() -> Refusal {
    Refusal::new(Code::NotFound, "没有这个代办订单", "There is no such order.").at("order_id")
}
