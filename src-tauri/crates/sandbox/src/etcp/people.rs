//! Codes, tokens and bound plates (8.1 to 8.5).

use chrono::Datelike;
use lotdesk_domain::moment::Moment;
use lotdesk_protocols::json::Node;
use rand::RngExt;

use super::check::{No, no, phone, plate, text};
use super::{Etcp, State};

const TOKEN_LIVES_MS: i64 = 24 * 3_600_000;
const CODE_EVERY_MS: i64 = 60_000;
const CODE_LIVES_MS: i64 = 5 * 60_000;

#[derive(Default)]
pub(super) struct Person {
    /// The newest, and until when it holds.
    pub(super) token: Option<(String, Moment)>,
    code: Option<(String, Moment)>,
    code_at: Option<Moment>,
    bound: Vec<String>,
    /// Every binding: plate and when.
    bindings: Vec<(String, Moment)>,
}

impl State {
    /// Whose token it is.
    pub(super) fn of_token(&mut self, token: &str, now: Moment) -> Result<&mut Person, No> {
        let holds = |person: &Person| person.token.as_ref().is_some_and(|(held, until)| held == token && *until > now);
        self.people.values_mut().find(|person| holds(person)).ok_or_else(|| no(20101, "无效 token"))
    }

    pub(super) fn expire_tokens(&mut self) {
        for person in self.people.values_mut() {
            person.token = None;
        }
    }

    pub(super) fn code_of(&self, phone: &str) -> Option<String> {
        self.people.get(phone)?.code.as_ref().map(|(code, _)| code.clone())
    }
}

impl Etcp {
    /// 8.1
    pub(super) fn send_code(&self, state: &mut State, data: &Node, now: Moment) -> Result<Option<Node>, No> {
        let phone = phone(data)?;
        let drawn = format!("{:06}", state.rng.random_range(0..1_000_000));
        let person = state.people.entry(phone).or_default();
        if person.code_at.is_some_and(|at| now.0 - at.0 < CODE_EVERY_MS) {
            return Err(no(20202, "获取验证码失败：1分钟之内不允许重复获取验证码"));
        }
        person.code_at = Some(now);
        person.code = Some((self.config.code.clone().unwrap_or(drawn), now.plus_ms(CODE_LIVES_MS)));
        Ok(None)
    }

    /// 8.2
    pub(super) fn log_in(&self, state: &mut State, data: &Node, now: Moment) -> Result<Option<Node>, No> {
        self.known_channel(data)?;
        let phone = phone(data)?;
        let person = state.people.entry(phone).or_default();
        let given = text(data, "code");
        if !person.code.as_ref().is_some_and(|(code, until)| code == given && *until > now) {
            return Err(no(20203, "手机验证码错误"));
        }
        // A code is good for one sign-in.
        person.code = None;
        Ok(Some(self.new_token(person, now)))
    }

    /// 8.3
    pub(super) fn sign_in(&self, state: &mut State, data: &Node, now: Moment) -> Result<Option<Node>, No> {
        self.known_channel(data)?;
        let phone = phone(data)?;
        if let Some(Node::Text(number)) = data.get("carNumber") {
            plate(number)?;
        }
        let person = state.people.entry(phone).or_default();
        Ok(Some(self.new_token(person, now)))
    }

    fn known_channel(&self, data: &Node) -> Result<(), No> {
        if text(data, "appId") == self.config.app_id { Ok(()) } else { Err(no(6, "参数错误：appId")) }
    }

    fn new_token(&self, person: &mut Person, now: Moment) -> Node {
        let token = self.config.guids.next_guid().to_string().to_lowercase();
        person.token = Some((token.clone(), now.plus_ms(TOKEN_LIVES_MS)));
        Node::Object(vec![("token".to_owned(), Node::Text(token))])
    }

    /// 8.4
    pub(super) fn bind(&self, state: &mut State, data: &Node, now: Moment) -> Result<Option<Node>, No> {
        let plate = plate(text(data, "plateNumber"))?;
        if let Some(Node::Text(color)) = data.get("plateColor")
            && !["1", "2", "3", "4"].contains(&color.as_str())
        {
            return Err(no(6, "参数错误：plateColor"));
        }
        let person = state.of_token(text(data, "token"), now)?;
        if person.bound.contains(&plate) {
            return Ok(None);
        }
        if person.bound.len() >= 3 {
            return Err(no(20100, "操作失败：一个手机号只能同时绑定3辆车"));
        }
        let month = |at: Moment| (at.to_china().year(), at.to_china().month());
        let this_month = person.bindings.iter().filter(|(other, at)| month(*at) == month(now) && *other != plate);
        let mut different: Vec<&String> = this_month.map(|(other, _)| other).collect();
        different.sort();
        different.dedup();
        if different.len() >= 4 {
            return Err(no(20100, "操作失败：一个手机号一个月内只能绑定4辆不同的车"));
        }
        person.bound.push(plate.clone());
        person.bindings.push((plate, now));
        Ok(None)
    }

    /// 8.5
    pub(super) fn unbind(&self, state: &mut State, data: &Node, now: Moment) -> Result<Option<Node>, No> {
        let plate = plate(text(data, "plateNumber"))?;
        let person = state.of_token(text(data, "token"), now)?;
        match person.bound.iter().position(|bound| *bound == plate) {
            Some(at) => {
                person.bound.remove(at);
                Ok(None)
            }
            None => Err(no(20100, "操作失败：只能解绑来自本渠道绑定的车牌")),
        }
    }
}
