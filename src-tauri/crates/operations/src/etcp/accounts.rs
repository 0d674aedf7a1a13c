//! Drivers: the code that comes by text message, both ways of signing in, and who was served.

use lotdesk_domain::etcp::{code_again_at, is_mobile, month_began};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::person::{OrderPeople, PersonalData};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{EtcpAccountOpened, EtcpCodeAsked, EtcpSignedIn};
use lotdesk_ledger::tables::etcp::EtcpAccount;

use super::calls::{EtcpCalls, EtcpFailure, EtcpUser};
use super::{no_such_account, plate_of, user};
use crate::act::Act;
use crate::api::Nothing;
use crate::api::etcp::{
    EtcpAccountRequest, EtcpAccountView, EtcpAccounts, EtcpCarView, EtcpJoin, EtcpSendCode, EtcpSignIn, EtcpWay,
};
use crate::api::refusal::{Code, Refusal};
use crate::billing::persons;
use crate::caller::Who;
use crate::desk::Desk;

/// As many are listed.
const LISTED: u32 = 50;

fn phone_of(text: &str) -> Result<String, Refusal> {
    let phone: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if is_mobile(&phone) {
        return Ok(phone);
    }
    Err(Refusal::field("phone", "手机号为 11 位数字，以 1 开头", "A mobile number has 11 digits and begins with 1."))
}

/// The driver of a telephone; one who was never served is entered.
fn of_phone(act: &mut Act<'_, '_>, phone: &str) -> Result<EtcpAccount, Refusal> {
    if let Some(account) = act.tx.etcp_account_of(phone)? {
        return Ok(account);
    }
    let people = OrderPeople { owner_phone: phone.to_owned(), ..OrderPeople::default() };
    let person_id = persons::keep(act, &PersonalData::Order(people))?;
    let account_id = act.ids.next_guid();
    act.record(EtcpAccountOpened { account_id, person_id }, Some(account_id), None)?;
    act.tx.etcp_account(account_id)?.ok_or_else(no_such_account)
}

pub(super) fn view(
    tx: &ReadTx<'_>,
    calls: &dyn EtcpCalls,
    account: &EtcpAccount,
    now: Moment,
) -> Result<EtcpAccountView, Refusal> {
    let phone = match tx.person(account.person_id)?.and_then(|person| person.data) {
        Some(PersonalData::Order(people)) => Some(people.masked().owner_phone),
        _ => None,
    };
    let cars = tx.etcp_cars(account.id)?;
    let this_month = tx.etcp_bound_since(account.id, month_began(now))?;
    Ok(EtcpAccountView {
        account_id: account.id,
        person_id: account.person_id,
        phone,
        way: account.signed_way.as_deref().map(|way| if way == CODE { EtcpWay::Code } else { EtcpWay::Joint }),
        signed_at: account.signed_at,
        signed_until: calls.signed_until(account.id).filter(|until| *until > now),
        code_again_at: code_again_at(account.code_at, now),
        cars: cars
            .into_iter()
            .map(|car| EtcpCarView { plate: car.plate.to_string(), color: car.color, bound_at: car.bound_at })
            .collect(),
        bound_this_month: u32::try_from(this_month.len()).unwrap_or(u32::MAX),
    })
}

const CODE: &str = "code";
const JOINT: &str = "joint";

pub(super) async fn view_of(desk: &Desk, account_id: Guid) -> Result<EtcpAccountView, Refusal> {
    let (calls, now) = (desk.etcp(), desk.now());
    desk.look(move |tx| {
        let account = tx.etcp_account(account_id)?.ok_or_else(no_such_account)?;
        view(tx, calls.as_ref(), &account, now)
    })
    .await
}

/// `etcp.send_code`. The minute runs from before the call: its answer may be lost, and the message come all the same.
pub(crate) async fn send_code(desk: &Desk, who: Who, request: EtcpSendCode) -> Result<EtcpAccountView, Refusal> {
    let phone = phone_of(&request.phone)?;
    let wanted = phone.clone();
    let account_id = desk
        .act(&who, move |act| {
            let account = of_phone(act, &wanted)?;
            if let Some(again_at) = code_again_at(account.code_at, act.now) {
                let seconds = (again_at.0 - act.now.0 + 999) / 1000;
                return Err(Refusal::new(
                    Code::NotPossibleNow,
                    format!("一分钟内只能获取一次验证码，请 {seconds} 秒后再获取"),
                    format!("A code may be asked for once a minute; wait {seconds} s."),
                )
                .at("phone"));
            }
            act.record(EtcpCodeAsked { account_id: account.id, undone: false }, Some(account.id), None)?;
            Ok(account.id)
        })
        .await?;
    match desk.etcp().send_code(&phone).await {
        Ok(()) => view_of(desk, account_id).await,
        Err(failure) => {
            let may_have_come = match &failure {
                EtcpFailure::Silent { reached, .. } => *reached,
                EtcpFailure::Unreadable { .. } => true,
                // ETCP counts the minute too.
                EtcpFailure::Refused { code, .. } => code == "20202",
                EtcpFailure::NotSetUp | EtcpFailure::NotSignedIn => false,
            };
            if !may_have_come {
                desk.act(&who, move |act| {
                    act.record(EtcpCodeAsked { account_id, undone: true }, Some(account_id), None)?;
                    Ok::<_, Refusal>(())
                })
                .await?;
            }
            Err(failure.into())
        }
    }
}

async fn signed(desk: &Desk, who: &Who, account_id: Guid, way: &'static str) -> Result<EtcpAccountView, Refusal> {
    desk.act(who, move |act| {
        act.record(EtcpSignedIn { account_id, way: way.to_owned() }, Some(account_id), None)?;
        Ok::<_, Refusal>(())
    })
    .await?;
    view_of(desk, account_id).await
}

/// `etcp.sign_in`.
pub(crate) async fn sign_in(desk: &Desk, who: Who, request: EtcpSignIn) -> Result<EtcpAccountView, Refusal> {
    let phone = phone_of(&request.phone)?;
    let code = request.code.trim().to_owned();
    if !(4..=8).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Refusal::field("code", "验证码为 4 至 8 位数字", "A code has 4 to 8 digits."));
    }
    let wanted = phone.clone();
    let account = desk.act(&who, move |act| of_phone(act, &wanted)).await?;
    let user = EtcpUser { account_id: account.id, phone };
    match desk.etcp().sign_in(&user, &code).await {
        Ok(()) => signed(desk, &who, account.id, CODE).await,
        // The code may be used up: trying it again would only be refused.
        Err(EtcpFailure::Silent { why, reached: true }) => Err(Refusal::new(
            Code::PlatformUnavailable,
            format!("ETCP 没有应答，验证码可能已失效：请改用联合登录，或一分钟后重新获取验证码：{why}"),
            format!(
                "ETCP does not answer and the code may be used up: sign in jointly, or ask for another code: {why}."
            ),
        )),
        Err(failure) => Err(Refusal::from(failure).at("code")),
    }
}

/// `etcp.join`.
pub(crate) async fn join(desk: &Desk, who: Who, request: EtcpJoin) -> Result<EtcpAccountView, Refusal> {
    let phone = phone_of(&request.phone)?;
    let plate = request.plate.filter(|text| !text.trim().is_empty()).map(|text| plate_of(&text)).transpose()?;
    let wanted = phone.clone();
    let account = desk.act(&who, move |act| of_phone(act, &wanted)).await?;
    let user = EtcpUser { account_id: account.id, phone };
    desk.etcp().join(&user, plate.as_ref()).await?;
    signed(desk, &who, account.id, JOINT).await
}

/// `etcp.account`.
pub(crate) async fn account(desk: &Desk, _who: Who, request: EtcpAccountRequest) -> Result<EtcpAccountView, Refusal> {
    view_of(desk, request.account_id).await
}

/// `etcp.accounts`.
pub(crate) async fn accounts(desk: &Desk, _who: Who, _request: Nothing) -> Result<EtcpAccounts, Refusal> {
    let (calls, now) = (desk.etcp(), desk.now());
    desk.look(move |tx| {
        let all = tx.etcp_accounts(LISTED)?;
        let rows = all.iter().map(|account| view(tx, calls.as_ref(), account, now)).collect::<Result<_, _>>()?;
        Ok(EtcpAccounts { rows })
    })
    .await
}

/// The driver for a call that needs a sign-in.
pub(super) async fn user_of(desk: &Desk, account_id: Guid) -> Result<EtcpUser, Refusal> {
    desk.look(move |tx| user(tx, account_id)).await
}
