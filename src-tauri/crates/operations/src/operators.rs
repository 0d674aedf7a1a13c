//! Operators: the first manager, others, sign-in and sign-out, the second person.

use std::sync::PoisonError;

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::operator::{Permission, Role};
use lotdesk_ledger::event::{OperatorAdded, SignInRefused, SignedIn as SignedInEvent, SignedOut};
use lotdesk_ledger::tables::operators::{Credential, Operator};

use crate::act::Act;
use crate::api::operator::{CreateOperator, FirstStartReply, NamePin, NamedRole, OperatorList, SignedIn};
use crate::api::refusal::{Code, Refusal};
use crate::api::{Done, Nothing};
use crate::caller::Who;
use crate::desk::{Desk, Session};
use crate::pins;

pub(crate) async fn first_start(desk: &Desk, _who: Who, _request: Nothing) -> Result<FirstStartReply, Refusal> {
    let operators = desk.look(|tx| Ok(tx.operators()?)).await?;
    let demo = desk.inner.surroundings.demo();
    Ok(FirstStartReply {
        needs_manager: operators.is_empty(),
        demo: demo.is_some(),
        names: operators.iter().map(named_role).collect(),
        demo_pin: demo.map(|demo| demo.pin),
    })
}

fn named_role(operator: &Operator) -> NamedRole {
    NamedRole { name: operator.name.clone(), role: operator.role }
}

pub(crate) async fn list(desk: &Desk, _who: Who, _request: Nothing) -> Result<OperatorList, Refusal> {
    let operators = desk.look(|tx| Ok(tx.operators()?)).await?;
    Ok(OperatorList { operators: operators.iter().map(named_role).collect() })
}

pub(crate) async fn create_first_manager(desk: &Desk, who: Who, request: NamePin) -> Result<SignedIn, Refusal> {
    let new = prepare(desk, request.name, request.pin.clone(), Role::Manager).await?;
    let name = new.name.clone();
    desk.act(&who, move |act| {
        if !act.tx.operators()?.is_empty() {
            return Err(Refusal::new(
                Code::AlreadySetUp,
                "经理已创建，请直接登录",
                "There is a manager already; sign in instead.",
            ));
        }
        add(act, new)
    })
    .await?;
    sign_in(desk, who, NamePin { name, pin: request.pin }).await
}

pub(crate) async fn create(desk: &Desk, who: Who, request: CreateOperator) -> Result<Done, Refusal> {
    let new = prepare(desk, request.name, request.pin, request.role).await?;
    desk.act(&who, move |act| add(act, new)).await?;
    Ok(Done {})
}

struct NewOperator {
    name: String,
    role: Role,
    pin_hash: String,
}

async fn prepare(desk: &Desk, name: String, pin: String, role: Role) -> Result<NewOperator, Refusal> {
    let name = name.trim().to_owned();
    if !(1..=20).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(Refusal::field("name", "姓名或工号须为 1 至 20 个字", "A name has 1 to 20 characters."));
    }
    pins::check_new(&pin)?;
    let cost = desk.inner.surroundings.pin_cost();
    let pin_hash = off_thread(move || pins::hash(&pin, cost)).await??;
    Ok(NewOperator { name, role, pin_hash })
}

fn add(act: &mut Act<'_, '_>, new: NewOperator) -> Result<(), Refusal> {
    if act.tx.operator_named(&new.name)?.is_some() {
        return Err(Refusal::new(Code::NameTaken, "该姓名或工号已被使用", "The name is taken.").at("name"));
    }
    let id = act.ids.next_guid();
    act.record(OperatorAdded { id, name: new.name, role: new.role }, None, None)?;
    let credential = Credential { pin_hash: new.pin_hash, wrong_in_a_row: 0, locked_until: Moment(0) };
    act.tx.keep_credential(id, &credential)?;
    Ok(())
}

pub(crate) async fn sign_in(desk: &Desk, who: Who, request: NamePin) -> Result<SignedIn, Refusal> {
    let operator = check_pin(desk, &who, &request).await?;
    let id = operator.id;
    desk.act(&who, move |act| {
        act.actor.operator = Some(id);
        act.record(SignedInEvent { operator: id }, None, None)?;
        Ok(())
    })
    .await?;
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(Refusal::internal)?;
    let token = hex::encode(bytes);
    let reply = SignedIn {
        token: token.clone(),
        name: operator.name.clone(),
        role: operator.role,
        permissions: operator.role.permissions(),
    };
    let session = Session { operator, pc: who.caller.pc() };
    desk.inner.sessions.lock().unwrap_or_else(PoisonError::into_inner).insert(token, session);
    Ok(reply)
}

pub(crate) async fn sign_out(desk: &Desk, who: Who, _request: Nothing) -> Result<Done, Refusal> {
    if let Some(token) = who.caller.token().filter(|_| who.operator.is_some()) {
        desk.inner.sessions.lock().unwrap_or_else(PoisonError::into_inner).remove(token);
    }
    if let Some(operator) = who.operator.as_ref().map(|o| o.id) {
        desk.act(&who, move |act| {
            act.record(SignedOut { operator }, None, None)?;
            Ok(())
        })
        .await?;
    }
    Ok(Done {})
}

/// The second person where one is given: whether one is needed often shows only when the ledger is looked at.
pub(crate) async fn second_person_given(
    desk: &Desk,
    who: &Who,
    given: Option<NamePin>,
) -> Result<Option<Guid>, Refusal> {
    match given {
        Some(given) => second_person(desk, who, Some(given)).await.map(Some),
        None => Ok(None),
    }
}

/// The second person: somebody else than the asker, whose role approves, with the right PIN.
pub(crate) async fn second_person(desk: &Desk, who: &Who, given: Option<NamePin>) -> Result<Guid, Refusal> {
    let Some(given) = given else {
        return Err(Refusal::new(
            Code::SecondPersonNeeded,
            "需要另一位有审批权限的人员输入姓名和 PIN",
            "A second person who may approve must give name and PIN.",
        )
        .at("approver"));
    };
    let asker = who.operator.as_ref().map(|o| o.id);
    let approver = check_pin(desk, who, &given).await?;
    if asker == Some(approver.id) {
        return Err(Refusal::new(
            Code::SecondPersonNeeded,
            "审批人不能是操作人本人",
            "The second person must be somebody else.",
        )
        .at("approver.name"));
    }
    if !approver.role.may(Permission::Approve) {
        return Err(Refusal::new(
            Code::NotPermitted,
            "该人员没有审批权限，请由经理审批",
            "That person may not approve; ask a manager.",
        )
        .at("approver.name"));
    }
    Ok(approver.id)
}

/// Checks a name and PIN, counting wrong ones. A name that nobody has takes as long as one with a wrong PIN.
async fn check_pin(desk: &Desk, who: &Who, given: &NamePin) -> Result<Operator, Refusal> {
    let name = given.name.trim().to_owned();
    let known = desk
        .look(move |tx| {
            let Some(operator) = tx.operator_named(&name)? else { return Ok(None) };
            let credential = tx.credential(operator.id)?;
            Ok(credential.map(|credential| (operator, credential)))
        })
        .await?;
    if let Some((_, credential)) = &known {
        refuse_locked(credential.locked_until, desk.now())?;
    }
    let (pin, hash) = (given.pin.clone(), known.as_ref().map(|(_, c)| c.pin_hash.clone()));
    let cost = desk.inner.surroundings.pin_cost();
    let right = off_thread(move || match hash {
        Some(hash) => pins::matches(&pin, &hash),
        None => pins::hash(&pin, cost).is_err(),
    })
    .await?;
    let operator = known.map(|(operator, _)| operator);
    let id = operator.as_ref().map(|o| o.id);
    desk.act(who, move |act| count(act, id, right)).await??;
    operator.ok_or_else(wrong_pin)
}

/// Counts a right or wrong PIN. The wrong one's refusal is the value, so that the count stays.
fn count(act: &mut Act<'_, '_>, operator: Option<Guid>, right: bool) -> Result<Result<(), Refusal>, Refusal> {
    let stored = match operator {
        Some(id) => act.tx.credential(id)?,
        None => None,
    };
    let (Some(id), Some(mut credential)) = (operator, stored) else {
        act.record(SignInRefused { operator: None, locked: false }, None, None)?;
        return Ok(Err(wrong_pin()));
    };
    // Another try may have locked the name while this one's PIN was stretched.
    if let Err(locked) = refuse_locked(credential.locked_until, act.now) {
        return Ok(Err(locked));
    }
    if right {
        if credential.wrong_in_a_row > 0 {
            credential.wrong_in_a_row = 0;
            act.tx.keep_credential(id, &credential)?;
        }
        return Ok(Ok(()));
    }
    credential.wrong_in_a_row += 1;
    let lock_ms = pins::lock_ms(credential.wrong_in_a_row);
    credential.locked_until = act.now.plus_ms(lock_ms);
    act.tx.keep_credential(id, &credential)?;
    act.record(SignInRefused { operator: Some(id), locked: lock_ms > 0 }, None, None)?;
    Ok(Err(if lock_ms > 0 { locked_out(lock_ms) } else { wrong_pin() }))
}

fn refuse_locked(locked_until: Moment, now: Moment) -> Result<(), Refusal> {
    let left_ms = locked_until.ms_since(now);
    if left_ms > 0 { Err(locked_out(left_ms)) } else { Ok(()) }
}

fn wrong_pin() -> Refusal {
    Refusal::new(Code::WrongPin, "姓名或 PIN 不正确", "The name or the PIN is wrong.")
}

fn locked_out(left_ms: i64) -> Refusal {
    let seconds = u32::try_from((left_ms + 999) / 1000).unwrap_or(u32::MAX);
    Refusal::new(
        Code::LockedOut,
        format!("PIN 连续输错，请 {seconds} 秒后再试"),
        format!("Too many wrong PINs; try again in {seconds} seconds."),
    )
    .wait(seconds)
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work).await.map_err(Refusal::internal)
}
