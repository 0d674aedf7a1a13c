//! Pictures for the page, as an address of its own: `picture://localhost/<identifier>?token=<of the sign-in>`. As text through
//! the command door every car would leave some hundred kilobytes behind for the page's garbage collector, whose pauses are
//! then felt on the board.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lotdesk_engine::console::Console;
use lotdesk_operations::api::system::Picture;
use serde_json::json;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Runtime, UriSchemeContext, UriSchemeResponder};

/// The scheme; on Windows the page sees it as `http://picture.localhost`.
pub const SCHEME: &str = "picture";

/// Answers the page's requests for pictures.
pub fn answer<R: Runtime>(
    console: &Console,
) -> impl Fn(UriSchemeContext<'_, R>, Request<Vec<u8>>, UriSchemeResponder) + Send + Sync + 'static {
    let console = console.clone();
    move |_context, request, responder| {
        let console = console.clone();
        let uri = request.uri().clone();
        tauri::async_runtime::spawn(async move {
            let id = uri.path().trim_start_matches('/').to_owned();
            let token = uri.query().and_then(|query| query.strip_prefix("token=")).map(str::to_owned);
            responder.respond(match picture(&console, token, &id).await {
                Some((media_type, bytes)) => found(&media_type, bytes),
                None => nothing(),
            });
        });
    }
}

/// The picture, when there is one and the sign-in may see it. Only pictures: nothing else is ever served as a document.
async fn picture(console: &Console, token: Option<String>, id: &str) -> Option<(String, Vec<u8>)> {
    let reply = console.call(token, "picture.get", json!({ "picture_id": id })).await.ok()?;
    let picture: Picture = serde_json::from_value(reply).ok()?;
    let bytes = STANDARD.decode(&picture.base64).ok()?;
    picture.media_type.starts_with("image/").then_some((picture.media_type, bytes))
}

/// A picture never changes under its identifier.
fn found(media_type: &str, bytes: Vec<u8>) -> Response<Vec<u8>> {
    let built = Response::builder()
        .header(header::CONTENT_TYPE, media_type)
        .header(header::CACHE_CONTROL, "private, max-age=600, immutable")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(bytes);
    built.unwrap_or_else(|_| nothing())
}

fn nothing() -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_served_as_what_it_is() {
        let response = found("image/jpeg", vec![0xFF, 0xD8]);
        assert_eq!(
            (response.status(), &response.headers()["content-type"]),
            (StatusCode::OK, &"image/jpeg".parse().unwrap())
        );
        assert_eq!(found("image/\n", Vec::new()).status(), StatusCode::NOT_FOUND, "no header can be broken by it");
    }
}
