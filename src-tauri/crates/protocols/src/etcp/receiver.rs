//! What ETCP pushes to us (section 9): verified first, stored by the caller, read after that.

use lotdesk_domain::etcp::{CarEntered, CarLeft, ParkUser};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;

use super::sign::{SignedForm, push_is_signed};
use super::wire::{EntryPush, ExitPush, PushReply};
use crate::interface::HandlerError;
use crate::json::{Node, to_canonical};

/// Why a push is not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// No JSON of a push.
    #[error("the push cannot be read: {0}")]
    Form(#[from] HandlerError),
    /// The signature is not the one that the key gives.
    #[error("the signature is wrong")]
    Signature,
    /// It was pushed too long ago, or ahead of our clock.
    #[error("the push time is out of the window")]
    Stale,
}

impl NotTaken {
    /// Section 10's code for it.
    pub const fn code(&self) -> i64 {
        match self {
            NotTaken::Form(_) => 6,
            NotTaken::Signature => 4,
            NotTaken::Stale => 3,
        }
    }

    /// Section 10's words for it.
    pub const fn zh(&self) -> &'static str {
        match self {
            NotTaken::Form(_) => "参数错误",
            NotTaken::Signature => "签名校验非法",
            NotTaken::Stale => "时间戳超时",
        }
    }
}

/// A push whose signature is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Push {
    /// 9.1
    Entered(CarEntered),
    /// 9.2
    Left(CarLeft),
}

impl Push {
    /// Its row in the list of interfaces.
    pub const fn interface(&self) -> &'static str {
        match self {
            Push::Entered(_) => "push-entry",
            Push::Left(_) => "push-exit",
        }
    }

    /// The stay that it is about.
    pub const fn entered(&self) -> &CarEntered {
        match self {
            Push::Entered(entered) => entered,
            Push::Left(left) => &left.entered,
        }
    }
}

/// Who pushes, as agreed with ETCP.
#[derive(Clone, Copy, Debug)]
pub struct Agreed<'a> {
    /// 商户号
    pub merchant_no: &'a str,
    /// 商户密钥
    pub merchant_key: &'a str,
    /// What is signed.
    pub form: SignedForm,
    /// How far `pushTime` may lie from our clock, in milliseconds.
    pub window_ms: i64,
}

/// Checks the signature of a push, reads it, and checks its time where it names one (it need not).
///
/// # Errors
/// When it is no push, is not signed with this key, or comes out of its time. Without a key nothing is taken.
pub fn verified(body: &str, agreed: &Agreed<'_>, now: Moment) -> Result<Push, NotTaken> {
    if !push_is_signed(body, agreed.merchant_no, agreed.merchant_key, agreed.form)? {
        return Err(NotTaken::Signature);
    }
    let push = read(body)?;
    let off_ms = push.entered().pushed_at.map_or(0, |at| (now.0 - at.0).saturating_abs());
    if off_ms > agreed.window_ms { Err(NotTaken::Stale) } else { Ok(push) }
}

/// Reads a push: one with an exit is of a car that left.
///
/// # Errors
/// When a member is missing, or is not what the table says.
pub fn read(body: &str) -> Result<Push, HandlerError> {
    let left = Node::parse(body)?.get("exitTime").is_some_and(|node| *node != Node::Null);
    if !left {
        return entered(serde_json::from_str(body)?).map(Push::Entered);
    }
    let push: ExitPush = serde_json::from_str(body)?;
    if push.stayed_time < 0 {
        return Err(HandlerError::Member("stayedTime"));
    }
    if push.receivable_fee < 0 {
        return Err(HandlerError::Member("receivableFee"));
    }
    Ok(Push::Left(CarLeft {
        left_at: moment(&push.exit_time, "exitTime")?,
        stayed_s: push.stayed_time,
        receivable_fen: Fen(push.receivable_fee),
        entered: entered(EntryPush {
            syn_id: push.syn_id,
            plate_number: push.plate_number,
            park_name: push.park_name,
            park_id: push.park_id,
            entrance_time: push.entrance_time,
            user_type: push.user_type,
            push_time: push.push_time,
            fix_parking_id: push.fix_parking_id,
            remaining_days: push.remaining_days,
            signment: push.signment,
        })?,
    }))
}

fn entered(push: EntryPush) -> Result<CarEntered, HandlerError> {
    Ok(CarEntered {
        syn_id: not_empty(push.syn_id, "synId")?,
        plate: not_empty(push.plate_number, "plateNumber")?,
        park_id: not_empty(push.park_id.0, "parkId")?,
        park_name: push.park_name,
        entered_at: moment(&push.entrance_time, "entranceTime")?,
        user: push.user_type.as_deref().and_then(ParkUser::from_code),
        fixed_space: push.fix_parking_id,
        remaining_days: push.remaining_days.trim().parse().ok(),
        pushed_at: push.push_time.map(|text| moment(&text, "pushTime")).transpose()?,
    })
}

fn not_empty(text: String, member: &'static str) -> Result<String, HandlerError> {
    if text.trim().is_empty() || text.chars().count() > 100 { Err(HandlerError::Member(member)) } else { Ok(text) }
}

fn moment(text: &str, member: &'static str) -> Result<Moment, HandlerError> {
    Moment::from_datetime_text(text).ok_or(HandlerError::Member(member))
}

/// The answer once a push is stored.
pub fn taken() -> String {
    answer(0, "ok")
}

/// The answer to what is not taken.
pub fn refused(why: &NotTaken) -> String {
    answer(why.code(), why.zh())
}

/// The answer when something on our side broke.
pub fn failed() -> String {
    answer(2, "服务器异常")
}

fn answer(code: i64, message: &str) -> String {
    // Two plain members are always JSON.
    to_canonical(&PushReply { code, message: message.to_owned() }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::etcp::sign::push_sign;

    const EXIT: &str = r#"{"synId":"fd92f645-880e-4c2a-9d7d-7081a2488181","plateNumber":"渝 ATX061","parkName":"ETCP 智慧停车场","parkId":1,"entranceTime":"2017-08-17 18:44:19","userType":"76","pushTime":"2017-08-20 11:57:51","exitTime":"2017-08-19 12:07:19","stayedTime":148980,"receivableFee":1250,"fixParkingId":"U7","remainingDays":"12"}"#;

    fn agreed(window_s: i64) -> Agreed<'static> {
        let window_ms = window_s * 1000;
        Agreed { merchant_no: "M1", merchant_key: "key", form: SignedForm::Received, window_ms }
    }

    fn signed(body: &str) -> String {
        let signment = push_sign("M1", body, "key");
        format!("{},\"signment\":\"{signment}\"}}", body.strip_suffix('}').unwrap())
    }

    fn at(text: &str) -> Moment {
        Moment::from_datetime_text(text).unwrap()
    }

    #[test]
    fn the_documents_exit_is_read_and_its_fee_is_in_fen() {
        let push = verified(&signed(EXIT), &agreed(600), at("2017-08-20 11:58:00")).unwrap();
        let Push::Left(left) = &push else { panic!("{push:?}") };
        assert_eq!((push.interface(), left.receivable_fen, left.stayed_s), ("push-exit", Fen(1250), 148_980));
        assert_eq!((left.entered.plate.as_str(), left.entered.park_id.as_str()), ("渝ATX061", "1"));
        assert_eq!((left.entered.user, left.entered.remaining_days), (Some(ParkUser::LongTerm), Some(12)));
    }

    #[test]
    fn a_push_out_of_its_time_or_not_signed_is_not_taken() {
        let early = at("2017-08-20 11:47:50");
        assert!(matches!(verified(&signed(EXIT), &agreed(600), early), Err(NotTaken::Stale)));
        assert!(matches!(verified(&signed(EXIT), &agreed(600), at("2017-08-20 12:07:52")), Err(NotTaken::Stale)));
        let forged = signed(EXIT).replace("1250", "0");
        assert!(
            matches!(verified(&forged, &agreed(600), early), Err(NotTaken::Signature)),
            "before its time is looked at"
        );
        assert!(matches!(verified(EXIT, &agreed(600), early), Err(NotTaken::Form(_))));
        let timeless = signed(&EXIT.replace(r#""pushTime":"2017-08-20 11:57:51","#, ""));
        assert!(verified(&timeless, &agreed(600), early).is_ok(), "the table does not want a push time");
    }

    #[test]
    fn what_is_not_as_the_table_says_is_refused_and_named() {
        for (from, to, member) in [
            (r#""stayedTime":148980"#, r#""stayedTime":-1"#, "stayedTime"),
            (r#""receivableFee":1250"#, r#""receivableFee":-1"#, "receivableFee"),
            ("2017-08-19 12:07:19", "昨天", "exitTime"),
            ("fd92f645-880e-4c2a-9d7d-7081a2488181", " ", "synId"),
            (r#""parkId":1"#, r#""parkId":"""#, "parkId"),
        ] {
            assert!(EXIT.contains(from));
            let said = read(&EXIT.replace(from, to)).unwrap_err().to_string();
            assert!(said.contains(member), "{said}");
        }
        assert!(read(r#"{"synId":"a"}"#).is_err() && read("[]").is_err());
        let temporary = EXIT.replace(r#""76""#, r#""77""#).replace(r#""12""#, r#""""#).replace(r#""U7""#, "null");
        assert_eq!(read(&temporary).unwrap().entered().remaining_days, None);
    }

    #[test]
    fn the_answers_are_the_documents() {
        assert_eq!(taken(), r#"{"code":0,"message":"ok"}"#);
        assert_eq!(refused(&NotTaken::Signature), r#"{"code":4,"message":"签名校验非法"}"#);
        assert_eq!(refused(&NotTaken::Stale), r#"{"code":3,"message":"时间戳超时"}"#);
        assert_eq!(failed(), r#"{"code":2,"message":"服务器异常"}"#);
    }
}
