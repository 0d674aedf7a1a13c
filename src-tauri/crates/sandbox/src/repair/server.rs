//! Its two calls, and the simulator's own endpoints.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use lotdesk_protocols::json::Node;
use serde::Deserialize;

use super::{Archive, Came, Fault, PATH, check};

type Shared = Arc<Archive>;

pub(super) fn router(archive: Shared) -> Router {
    Router::new()
        .route(&format!("{PATH}/getToken"), post(token))
        .route(&format!("{PATH}/saveWeixiuRecord"), post(save))
        .route("/_sandbox/came", get(came))
        .route("/_sandbox/faults", post(faults))
        .with_state(archive)
}

fn json(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json; charset=UTF-8")], body).into_response()
}

/// `code` 1 is success, anything else a refusal in words.
fn answer(code: &str, status: &str, token: Option<&str>) -> String {
    let mut members =
        vec![("code".to_owned(), Node::Text(code.to_owned())), ("status".to_owned(), Node::Text(status.to_owned()))];
    members.extend(token.map(|token| ("access_token".to_owned(), Node::Text(token.to_owned()))));
    Node::Object(members).compact()
}

async fn token(State(archive): State<Shared>, body: String) -> Response {
    let config = &archive.config;
    let given = Node::parse(&body).ok().and_then(|root| {
        let Node::Object(members) = &root else { return None };
        let text = |name: &str| root.get(name).and_then(Node::as_text).map(str::to_owned);
        (members.len() == 2).then_some((text("companycode")?, text("companypassword")?))
    });
    let refused = match &given {
        None => Some("请求应只含companycode和companypassword"),
        Some((code, password)) if *code != config.company_code || *password != config.password => {
            Some("维修企业编码或密码错误")
        }
        Some(_) => None,
    };
    let reply = match refused {
        Some(words) => answer("0", words, None),
        None => {
            let token = config.guids.next_guid().to_string();
            let until = config.clock.now().plus_ms(i64::from(config.token_life_s) * 1000);
            // Of several the newest alone holds.
            archive.state().token = Some((token.clone(), until));
            answer("1", "获取成功", Some(&token))
        }
    };
    archive.state().came.push(Came {
        interface: "getToken".to_owned(),
        cost_list_code: String::new(),
        refused: refused.map(str::to_owned),
        body,
        reply: reply.clone(),
    });
    json(StatusCode::OK, reply)
}

async fn save(State(archive): State<Shared>, body: String) -> Response {
    let now = archive.config.clock.now();
    let judged = {
        let mut state = archive.state();
        let fault = (!state.faults.is_empty()).then(|| state.faults.remove(0));
        let held = state.token.clone();
        let judged = Node::parse(&body).map_err(|error| format!("不是JSON：{error}")).and_then(|root| {
            let shown = root.get("access_token").and_then(Node::as_text).unwrap_or_default();
            if !held.is_some_and(|(token, until)| token == shown && now < until) {
                return Err("access_token无效或已过期".to_owned());
            }
            if let Some(Fault::Refuse(words)) = &fault {
                return Err(words.clone());
            }
            check::upload(&root, now.to_china().date())
        });
        if let Ok(code) = &judged {
            state.records.insert(code.clone(), body.clone());
        }
        let reply = match &judged {
            Ok(_) => answer("1", "同步成功", None),
            Err(words) => answer("0", words, None),
        };
        let named = Node::parse(&body)
            .ok()
            .and_then(|root| root.get("basicInfo")?.get("costlistcode").and_then(Node::as_text).map(str::to_owned));
        state.came.push(Came {
            interface: "saveWeixiuRecord".to_owned(),
            cost_list_code: named.unwrap_or_default(),
            refused: judged.err(),
            body,
            reply: reply.clone(),
        });
        (fault, reply)
    };
    archive.arrived.send_modify(|count| *count += 1);
    match judged {
        (Some(Fault::LoseReply), _) => StatusCode::GATEWAY_TIMEOUT.into_response(),
        (Some(Fault::Garbage), _) => json(StatusCode::OK, "<html>502</html>".to_owned()),
        (_, reply) => json(StatusCode::OK, reply),
    }
}

async fn came(State(archive): State<Shared>) -> Json<Vec<Came>> {
    Json(archive.state().came.clone())
}

/// What goes wrong next; without a fault the token that was given is forgotten.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    #[serde(default)]
    fault: Option<Fault>,
}

async fn faults(State(archive): State<Shared>, Json(order): Json<Order>) -> StatusCode {
    let mut state = archive.state();
    match order.fault {
        Some(fault) => state.faults.push(fault),
        None => state.token = None,
    }
    StatusCode::NO_CONTENT
}
