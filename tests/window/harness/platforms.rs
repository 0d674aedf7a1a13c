//! The demo's own platforms, which a story has break, push and let go on, as those who are really there would.

use serde_json::{Value, json};

use super::Trouble;
use super::engine::{Engine, plain_http};

impl Engine {
    /// Gives one of them an order by its control; what it says, where it says something.
    async fn order(&self, platform: &str, path: &str, order: &Value) -> Result<Value, Trouble> {
        let base = self.said(&format!("/sandbox_controls/{platform}"))?;
        let bad = |error: reqwest::Error| Trouble::Start(format!("the sandbox's {platform} takes no order: {error}"));
        let client = plain_http().map_err(bad)?;
        let sent = client.post(format!("{base}/{path}")).json(order).send().await.map_err(bad)?;
        let text = sent.error_for_status().map_err(bad)?.text().await.map_err(bad)?;
        Ok(if text.is_empty() { Value::Null } else { serde_json::from_str(&text)? })
    }

    /// What came to one of them, the oldest first.
    pub async fn came(&self, platform: &str) -> Result<Vec<Value>, Trouble> {
        let base = self.said(&format!("/sandbox_controls/{platform}"))?;
        let bad = |error: reqwest::Error| Trouble::Start(format!("the sandbox's {platform} is silent: {error}"));
        plain_http().map_err(bad)?.get(format!("{base}/came")).send().await.map_err(bad)?.json().await.map_err(bad)
    }

    /// What goes wrong with the next call of an interface there.
    pub async fn breaks(&self, platform: &str, interface: &str, fault: Value) -> Result<(), Trouble> {
        self.order(platform, "faults", &json!({ "interface": interface, "fault": fault })).await.map(|_| ())
    }

    /// A technician takes a car in with the app, and its order is sent.
    pub async fn takes_a_car_in(&self, order: Value) -> Result<(), Trouble> {
        let callback = self.said("/callback/base_url")?;
        let send = json!({ "callback_url": format!("{callback}/autox3"), "order": order });
        let sent = self.order("autox3", "send", &send).await?;
        if sent["taken"] == true { Ok(()) } else { Err(Trouble::Wrong(format!("the order is not taken: {sent}"))) }
    }

    /// docloud tells of something.
    pub async fn docloud_tells(&self, mut news: Value) -> Result<(), Trouble> {
        let callback = self.said("/callback/base_url")?;
        news["callback_url"] = json!(format!("{callback}/docloud"));
        let told = self.order("docloud", "push", &news).await?;
        if told["taken"] == true { Ok(()) } else { Err(Trouble::Wrong(format!("the news is not taken: {told}"))) }
    }

    /// The newest inspection stands there from now on; nobody is told.
    pub async fn inspection_stands_at(&self, code: u8) -> Result<(), Trouble> {
        self.order("docloud", "push", &json!({ "inspection_status": code })).await.map(|_| ())
    }

    /// One call to docloud that is held goes on.
    pub async fn docloud_goes_on(&self) -> Result<(), Trouble> {
        self.order("docloud", "release", &json!({})).await.map(|_| ())
    }

    /// A car stands in ETCP's first lot since so long.
    pub async fn parks_at_etcp(&self, plate: &str, minutes_ago: i64) -> Result<(), Trouble> {
        self.order("etcp", "park", &json!({ "plate": plate, "minutes_ago": minutes_ago })).await.map(|_| ())
    }
}
