//! Pictures of flaws lie at the app's addresses. One is fetched when somebody wants to see it, and not kept.

use super::no_such_order;
use crate::api::refusal::{Code, Refusal};
use crate::api::service_order::ServiceOrderPictureRequest;
use crate::api::system::Picture;
use crate::caller::Who;
use crate::desk::Desk;
use crate::picture_source::NotFetched;

/// `service_order.picture`.
pub(crate) async fn picture(desk: &Desk, _who: Who, request: ServiceOrderPictureRequest) -> Result<Picture, Refusal> {
    let url = desk
        .look(move |tx| {
            let order = tx.service_order(request.order_id)?.ok_or_else(no_such_order)?;
            let finding = order.came.paint.get(request.finding as usize);
            finding
                .and_then(|finding| finding.pictures.get(request.picture as usize))
                .cloned()
                .ok_or_else(|| Refusal::new(Code::NotFound, "没有这张图片", "There is no such picture.").at("picture"))
        })
        .await?;
    desk.picture_source().fetch(&url).await.map_err(|why| {
        let code = match why {
            NotFetched::NotSetUp => Code::PlatformUnavailable,
            NotFetched::NotAllowed(_) => Code::NotPermitted,
            NotFetched::Failed(_) => Code::PlatformUnavailable,
        };
        let zh = match &why {
            NotFetched::NotSetUp => "未接入 AutoX3，无法取图片".to_owned(),
            NotFetched::NotAllowed(host) => format!("不允许从此地址取图片：{host}"),
            NotFetched::Failed(what) => format!("图片暂时取不到：{what}"),
        };
        Refusal::new(code, zh, format!("The picture is not to be had: {why}."))
    })
}
