//! One console window.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::error::{CmdError, ErrorStatus};
use fantoccini::key::Key;
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use lotdesk_screen::{Picture, Xvfb};
use serde_json::json;

use super::driver::Driver;
use super::ids::css;
use super::screens::{Look, Size};
use super::{Trouble, axe};

/// WebKit's driver now and then answers nothing when two windows open at the same moment: it is given up after this.
const OPENED_WITHIN: Duration = Duration::from_secs(45);
const OPENED_AT_MOST: usize = 3;

/// How soon the window is looked at again while something is waited for: soon at first, and the more seldom the longer it
/// has taken. To look costs the window as much as a key.
const LOOK_AGAIN: std::ops::RangeInclusive<Duration> = Duration::from_millis(25)..=Duration::from_millis(250);
/// How long the window may take for what it does by itself or after a key.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a click may take to choose something, before it is thought to have missed.
const TURNED_WITHIN: Duration = Duration::from_secs(3);
/// How long it may take to open: an engine with a new ledger, key stretching without optimisation, WebKit's first page.
const OPENING: Duration = Duration::from_secs(60);
/// What is still on its way is marked so by the parts that show it.
const LOADING: &str = "[data-loading], [aria-busy=\"true\"]";
const LOADED_WITHIN: Duration = Duration::from_secs(3);
/// So many pictures are taken, so far apart, until two are alike.
const PAINTED_AFTER_AT_MOST: usize = 8;
const PAINTED_WITHIN: Duration = Duration::from_millis(80);
/// How long axe may take on a machine that has other things to do.
const SCRIPT: Duration = Duration::from_secs(90);
/// More stops than any screen has.
const TABS_AT_MOST: usize = 90;

/// How a window is opened.
#[derive(Clone, Debug)]
pub struct Start {
    /// Size of the screen and the window.
    pub size: Size,
    /// Without it, an empty lot without traffic.
    pub demo: bool,
    /// Another window's data; a fresh folder otherwise.
    pub data: Option<PathBuf>,
    /// For practising.
    pub training: bool,
    /// A pairing line's file: the window attaches to that engine over the network.
    pub attach: Option<PathBuf>,
    /// Nothing can be clicked: what is told is done by keyboard alone.
    pub keys_only: bool,
    /// Speed is looked at: JavaScript is compiled as it is for everybody.
    pub measured: bool,
}

impl Start {
    /// The demo lot in a folder of its own.
    pub fn demo() -> Self {
        Self {
            size: Size::BOOTH,
            demo: true,
            data: None,
            training: false,
            attach: None,
            keys_only: false,
            measured: false,
        }
    }

    /// A lot where nobody has ever signed in.
    pub fn fresh() -> Self {
        Self { demo: false, ..Self::demo() }
    }

    /// For practising, beside an empty lot.
    pub fn training() -> Self {
        Self { training: true, ..Self::fresh() }
    }

    /// On another PC, attached to an engine over the network.
    pub fn attached(line: &Path) -> Self {
        Self { attach: Some(line.to_path_buf()), ..Self::fresh() }
    }

    /// A window that refuses to be clicked.
    pub fn by_keys_alone(mut self) -> Self {
        self.keys_only = true;
        self
    }

    /// A window whose speed is looked at.
    pub fn measured(mut self) -> Self {
        self.measured = true;
        self
    }

    /// On another window's data.
    pub fn on(mut self, data: &Path) -> Self {
        self.data = Some(data.to_path_buf());
        self
    }
}

/// A part of the page. Reading it is always possible; clicking it only where the story may.
pub struct Part {
    element: Element,
    keys_only: bool,
}

impl Part {
    /// An attribute.
    pub async fn attr(&self, name: &str) -> Result<Option<String>, Trouble> {
        Ok(self.element.attr(name).await?)
    }

    /// The text, as a person reads it.
    pub async fn text(&self) -> Result<String, Trouble> {
        Ok(self.element.text().await?)
    }

    /// Whether it can be used.
    pub async fn is_enabled(&self) -> Result<bool, Trouble> {
        Ok(self.element.is_enabled().await?)
    }

    /// A property, such as a field's value.
    pub async fn prop(&self, name: &str) -> Result<Option<String>, Trouble> {
        Ok(self.element.prop(name).await?)
    }

    /// Clicks it.
    pub async fn click(&self) -> Result<(), Trouble> {
        Self::may_be_clicked(self.keys_only)?;
        Ok(self.element.click().await?)
    }

    fn may_be_clicked(keys_only: bool) -> Result<(), Trouble> {
        if keys_only { Err(Trouble::Wrong("a story told by keyboard alone clicks".into())) } else { Ok(()) }
    }
}

/// An open window. Clones are the same window.
#[derive(Clone)]
pub struct Window {
    inner: Arc<Inner>,
}

struct Inner {
    story: &'static str,
    keys_only: bool,
    client: Client,
    /// The console's windows, in the order in which they were opened.
    opened: tokio::sync::Mutex<Vec<WindowHandle>>,
    driver: Driver,
    data: PathBuf,
    look: std::sync::Mutex<Look>,
    // In this order: the screen goes before the folder its picture lies in.
    xvfb: Xvfb,
    _folder: tempfile::TempDir,
}

impl Window {
    /// Opens the console that `LOTDESK_APP` names.
    pub async fn open(story: &'static str, start: Start) -> Result<Self, Trouble> {
        for _ in 1..OPENED_AT_MOST {
            if let Ok(Ok(opened)) = tokio::time::timeout(OPENED_WITHIN, Self::open_once(story, start.clone())).await {
                return Ok(opened);
            }
            println!("{story}: the driver did not answer; another one is started");
        }
        let late = |_| Trouble::Start(format!("no window after {OPENED_AT_MOST} tries"));
        tokio::time::timeout(OPENED_WITHIN, Self::open_once(story, start)).await.map_err(late)?
    }

    async fn open_once(story: &'static str, start: Start) -> Result<Self, Trouble> {
        let app = std::env::var_os("LOTDESK_APP").map(PathBuf::from).ok_or_else(|| {
            Trouble::Start("the window tests need a built console; run them with `cargo xtask test window`".into())
        })?;
        let folder = tempfile::Builder::new().prefix("lotdesk-window-").tempdir()?;
        // As large as a window gets.
        let xvfb = Xvfb::start(Size::OFFICE.width, Size::OFFICE.height, &folder.path().join("screen"))
            .map_err(|error| Trouble::Start(format!("Xvfb: {error}")))?;
        let data = start.data.clone().unwrap_or_else(|| folder.path().join("data"));
        let mut arguments = vec!["--data".to_owned(), data.to_string_lossy().into_owned()];
        if start.demo {
            arguments.insert(0, "--demo".into());
        }
        if let Some(line) = &start.attach {
            arguments.extend(["--attach".to_owned(), line.to_string_lossy().into_owned()]);
        }
        if start.training {
            arguments.insert(0, "--training".into());
        }
        let log = folder.path().join("driver.log");
        let home = folder.path().join("home");
        let driver = || Driver::start(&xvfb.display, &home, &log, start.measured);
        let (driver, client) = session(driver, &app, &arguments).await?;
        let opened = tokio::sync::Mutex::new(vec![client.window().await?]);
        let look = std::sync::Mutex::new(Look { size: start.size, ..Look::FIRST });
        let window = Self {
            inner: Arc::new(Inner {
                story,
                keys_only: start.keys_only,
                client,
                opened,
                driver,
                data,
                look,
                xvfb,
                _folder: folder,
            }),
        };
        window.inner.client.set_window_rect(0, 0, start.size.width, start.size.height).await?;
        Ok(window)
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.inner.data
    }

    /// Waits until the part with this test id is on the screen.
    pub async fn see(&self, id: &str) -> Result<Part, Trouble> {
        self.look_for(&css(id), PATIENCE).await
    }

    /// The same with the patience for a window that is just opening.
    pub async fn see_first(&self, id: &str) -> Result<Part, Trouble> {
        self.look_for(&css(id), OPENING).await
    }

    /// Waits until what the selector means is on the screen.
    pub async fn look_for(&self, selector: &str, patience: Duration) -> Result<Part, Trouble> {
        let began = Instant::now();
        loop {
            let found = self.inner.client.find(Locator::Css(selector)).await;
            let seen = match found {
                Ok(element) => match element.is_displayed().await {
                    Ok(true) => return Ok(Part { element, keys_only: self.inner.keys_only }),
                    Ok(false) => "it is there but not displayed".to_owned(),
                    Err(error) => error.to_string(),
                },
                Err(error) if error.is_no_such_element() => "nothing like it".to_owned(),
                Err(error) => error.to_string(),
            };
            self.wait_or_give_up(began, patience, || selector.to_owned(), seen).await?;
        }
    }

    /// Whether the part is on the screen now.
    pub async fn shows(&self, id: &str) -> Result<bool, Trouble> {
        match self.inner.client.find(Locator::Css(&css(id))).await {
            Ok(element) => Ok(element.is_displayed().await.unwrap_or(false)),
            Err(error) if error.is_no_such_element() || is_stale(&error) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Waits until the part is no longer on the screen.
    pub async fn gone(&self, id: &str) -> Result<(), Trouble> {
        let began = Instant::now();
        while self.shows(id).await? {
            self.wait_or_give_up(began, PATIENCE, || format!("`{id}` gone"), "still there".into()).await?;
        }
        Ok(())
    }

    /// The text of a part, as a person reads it.
    pub async fn text(&self, id: &str) -> Result<String, Trouble> {
        self.until(id, "any text", |_| true).await
    }

    /// Waits until the text of a part is as wanted, and gives it.
    pub async fn until(&self, id: &str, wanted: &str, right: impl Fn(&str) -> bool) -> Result<String, Trouble> {
        self.until_within(id, wanted, PATIENCE, right).await
    }

    /// The same with a patience of its own.
    pub async fn until_within(
        &self,
        id: &str,
        wanted: &str,
        patience: Duration,
        right: impl Fn(&str) -> bool,
    ) -> Result<String, Trouble> {
        let began = Instant::now();
        loop {
            // The part may be drawn anew between the two questions; then they are asked again.
            let seen = match self.inner.client.find(Locator::Css(&css(id))).await {
                Ok(element) => match element.text().await {
                    Ok(text) if right(&text) => return Ok(text),
                    Ok(text) => text,
                    Err(error) => error.to_string(),
                },
                Err(error) => error.to_string(),
            };
            self.wait_or_give_up(began, patience, || format!("`{id}`: {wanted}"), seen).await?;
        }
    }

    /// An attribute of a part.
    pub async fn attribute(&self, selector: &str, name: &str) -> Result<Option<String>, Trouble> {
        Ok(self.inner.client.find(Locator::Css(selector)).await?.attr(name).await?)
    }

    /// The value of a field.
    pub async fn value(&self, id: &str) -> Result<String, Trouble> {
        Ok(self.see(id).await?.prop("value").await?.unwrap_or_default())
    }

    /// How many parts have this test id.
    pub async fn count(&self, id: &str) -> Result<usize, Trouble> {
        Ok(self.inner.client.find_all(Locator::Css(&css(id))).await?.len())
    }

    /// Waits until at least so many parts have this test id.
    pub async fn at_least(&self, id: &str, count: usize) -> Result<(), Trouble> {
        let began = Instant::now();
        loop {
            let seen = self.count(id).await?;
            if seen >= count {
                return Ok(());
            }
            self.wait_or_give_up(began, PATIENCE, || format!("{count} of `{id}`"), seen.to_string()).await?;
        }
    }

    /// Presses and releases a key, wherever the focus is.
    pub async fn press(&self, key: Key) -> Result<(), Trouble> {
        self.strike(&[char::from(key)]).await
    }

    /// Types text, wherever the focus is.
    pub async fn type_text(&self, text: &str) -> Result<(), Trouble> {
        self.strike(&text.chars().collect::<Vec<_>>()).await
    }

    /// Presses keys together, the last one while the others are held.
    pub async fn chord(&self, held: &[Key], key: char) -> Result<(), Trouble> {
        let held: Vec<char> = held.iter().map(|key| char::from(*key)).collect();
        let mut actions = KeyActions::new("keyboard".into());
        for value in held.iter().copied().chain([key]) {
            actions = actions.then(KeyAction::Down { value });
        }
        for value in [key].into_iter().chain(held.iter().rev().copied()) {
            actions = actions.then(KeyAction::Up { value });
        }
        Ok(self.inner.client.perform_actions(actions).await?)
    }

    async fn strike(&self, keys: &[char]) -> Result<(), Trouble> {
        let mut actions = KeyActions::new("keyboard".into());
        for value in keys.iter().copied() {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        Ok(self.inner.client.perform_actions(actions).await?)
    }

    /// Clicks a part once it is on the screen.
    pub async fn click(&self, id: &str) -> Result<(), Trouble> {
        let began = Instant::now();
        loop {
            match self.see(id).await?.click().await {
                Ok(()) => return Ok(()),
                Err(trouble @ Trouble::Wrong(_)) => return Err(trouble),
                // It moved or was drawn anew under the pointer.
                Err(error) => {
                    self.wait_or_give_up(began, PATIENCE, || format!("a click on `{id}`"), error.to_string()).await?;
                }
            }
        }
    }

    /// Clicks one of a few that lie side by side, until it is the chosen one: a banner that comes at the same moment moves
    /// them away from under the pointer.
    pub async fn turn_to(&self, id: &str) -> Result<(), Trouble> {
        let chosen = format!("{}[aria-checked=\"true\"]", css(id));
        for _ in 0..2 {
            self.click(id).await?;
            if self.look_for(&chosen, TURNED_WITHIN).await.is_ok() {
                return Ok(());
            }
        }
        self.click(id).await?;
        self.look_for(&chosen, PATIENCE).await.map(|_| ())
    }

    /// Whether the part, or something in it, has the focus.
    pub async fn has_focus(&self, id: &str) -> Result<bool, Trouble> {
        let part = css(id);
        let found = self.inner.client.find(Locator::Css(&format!("{part}:focus, {part} :focus"))).await;
        match found {
            Ok(_) => Ok(true),
            Err(error) if error.is_no_such_element() || is_stale(&error) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Waits until the part has the focus.
    pub async fn focused(&self, id: &str) -> Result<(), Trouble> {
        self.holds(&format!("`{id}` has the focus"), || self.has_focus(id)).await
    }

    /// Presses Tab until the part has the focus, as somebody without a mouse.
    pub async fn tab_to(&self, id: &str) -> Result<(), Trouble> {
        self.see(id).await?;
        for _ in 0..TABS_AT_MOST {
            if self.has_focus(id).await? {
                return Ok(());
            }
            self.press(Key::Tab).await?;
        }
        Err(Trouble::Wrong(format!("`{id}` has not got the focus after {TABS_AT_MOST} presses of Tab")))
    }

    /// Goes to a field by Tab, and types over what stands in it.
    pub async fn fill(&self, id: &str, text: &str) -> Result<(), Trouble> {
        self.tab_to(id).await?;
        self.chord(&[Key::Control], 'a').await?;
        self.type_text(text).await?;
        self.has_value(id, text).await
    }

    /// Waits until a field has this value.
    pub async fn has_value(&self, id: &str, text: &str) -> Result<(), Trouble> {
        self.holds(&format!("`{id}` has `{text}`"), || async { Ok(self.value(id).await? == text) }).await
    }

    /// Chooses a line of a list by its value, once it is there.
    pub async fn choose(&self, id: &str, value: &str) -> Result<(), Trouble> {
        self.look_for(&format!("{} option[value=\"{value}\"]", css(id)), PATIENCE).await?.click().await?;
        Ok(())
    }

    /// Gives a file to a field that takes one.
    pub async fn give_file(&self, id: &str, path: &Path) -> Result<(), Trouble> {
        let found = self.inner.client.find(Locator::Css(&css(id))).await?;
        Part::may_be_clicked(self.inner.keys_only)?;
        Ok(found.send_keys(&path.to_string_lossy()).await?)
    }

    /// Clicks a field, and types over what stands in it.
    pub async fn type_over(&self, id: &str, text: &str) -> Result<(), Trouble> {
        self.click(id).await?;
        self.chord(&[Key::Control], 'a').await?;
        self.type_text(text).await?;
        self.has_value(id, text).await
    }

    /// Waits until a condition over the window holds.
    pub async fn holds<F>(&self, wanted: &str, mut check: impl FnMut() -> F) -> Result<(), Trouble>
    where
        F: Future<Output = Result<bool, Trouble>>,
    {
        let began = Instant::now();
        while !check().await? {
            self.wait_or_give_up(began, PATIENCE, || wanted.to_owned(), "not yet".into()).await?;
        }
        Ok(())
    }

    async fn wait_or_give_up(
        &self,
        began: Instant,
        patience: Duration,
        wanted: impl Fn() -> String,
        seen: String,
    ) -> Result<(), Trouble> {
        if began.elapsed() > patience {
            return Err(Trouble::Late { wanted: wanted(), seconds: patience.as_secs(), seen });
        }
        look_again(began).await;
        Ok(())
    }

    /// Waits until the console has so many windows.
    pub async fn windows(&self, count: usize) -> Result<(), Trouble> {
        let wanted = format!("the console has {count} windows");
        self.holds(&wanted, || async { Ok(self.inner.client.windows().await?.len() == count) }).await
    }

    /// From now on this is the window of this place, in the order in which they were opened.
    pub async fn to_window(&self, place: usize) -> Result<(), Trouble> {
        let mut opened = self.inner.opened.lock().await;
        for handle in self.inner.client.windows().await? {
            if !opened.contains(&handle) {
                opened.push(handle);
            }
        }
        let handle = opened.get(place).cloned();
        let handle = handle.ok_or_else(|| Trouble::Wrong(format!("the console has no window {place}")))?;
        Ok(self.inner.client.switch_to_window(handle).await?)
    }

    /// Notes how the window looks from now on, for the names of its pictures.
    pub fn looks(&self, change: impl FnOnce(&mut Look)) {
        change(&mut self.inner.look.lock().expect("nobody panics with it"));
    }

    /// Changes the window's size.
    pub async fn resize(&self, size: Size) -> Result<(), Trouble> {
        self.inner.client.set_window_rect(0, 0, size.width, size.height).await?;
        self.looks(|look| look.size = size);
        Ok(())
    }

    /// Takes a picture into the screens folder: `<name>-<theme>-<language>-<size>.png`. Nothing in it is on its way any
    /// more, and it is painted. It is the screen's: of several windows the one that was opened last lies on top.
    pub async fn shot(&self, name: &str) -> Result<PathBuf, Trouble> {
        self.loaded().await?;
        let look = *self.inner.look.lock().expect("nobody panics with it");
        let path = look.path(name);
        self.painted().await?.corner(look.size.width, look.size.height).write_png(&path)?;
        Ok(path)
    }

    /// What is on the screen, once it no longer changes: what the page says is painted a little later.
    async fn painted(&self) -> Result<Picture, Trouble> {
        let mut dump = std::fs::read(&self.inner.xvfb.framebuffer)?;
        for _ in 0..PAINTED_AFTER_AT_MOST {
            tokio::time::sleep(PAINTED_WITHIN).await;
            let next = std::fs::read(&self.inner.xvfb.framebuffer)?;
            if std::mem::replace(&mut dump, next) == dump {
                break;
            }
        }
        Picture::read(&dump).map_err(|why| Trouble::Start(format!("the screen's picture: {why:?}")))
    }

    /// Waits until nothing on the screen is being loaded; where something goes on being so, that is what there is to see.
    async fn loaded(&self) -> Result<(), Trouble> {
        let began = Instant::now();
        while began.elapsed() < LOADED_WITHIN {
            match self.inner.client.find(Locator::Css(LOADING)).await {
                Err(error) if error.is_no_such_element() => return Ok(()),
                Err(error) if !is_stale(&error) => return Err(error.into()),
                _ => look_again(began).await,
            }
        }
        Ok(())
    }

    /// Lets axe look at the window, and fails on what it finds serious.
    pub async fn accessible(&self, name: &str) -> Result<(), Trouble> {
        axe::check(&self.inner.client, name).await
    }

    /// What helps to understand a failure: a picture, the page, the console's last words.
    pub async fn evidence(&self) -> String {
        let stem = super::screens::folder().join(format!("failed-{}", self.inner.story));
        let (picture, page) = (stem.with_extension("png"), stem.with_extension("html"));
        let _ = std::fs::create_dir_all(super::screens::folder());
        if let Ok(bytes) = self.inner.client.screenshot().await {
            let _ = std::fs::write(&picture, bytes);
        }
        if let Ok(source) = self.inner.client.source().await {
            let _ = std::fs::write(&page, source);
        }
        format!(
            "── picture: {}\n── page: {}\n── driver and console said:\n{}",
            picture.display(),
            page.display(),
            self.inner.driver.tail()
        )
    }

    /// Closes the window; the engine in it ends too.
    pub async fn close(self) {
        // A window that has crashed cannot be closed; its driver is ended in any case.
        let _ = self.inner.client.clone().close().await;
    }
}

/// Waits before the next look at what has been waited for since `began`.
async fn look_again(began: Instant) {
    tokio::time::sleep((began.elapsed() / 8).clamp(*LOOK_AGAIN.start(), *LOOK_AGAIN.end())).await;
}

/// The part went away while the driver looked for it.
fn is_stale(error: &CmdError) -> bool {
    matches!(error, CmdError::Standard(told) if told.error == ErrorStatus::StaleElementReference)
        || error.to_string().contains("Stale element")
}

/// One window at a time: WebKitWebDriver looks for a free port on which the console is to listen for it, gives the port up
/// again and starts the console. Two at the same moment find the same one, and one of them drives the other's window.
static OPENING_ONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

async fn session(
    driver: impl FnOnce() -> Result<Driver, Trouble>,
    app: &Path,
    arguments: &[String],
) -> Result<(Driver, Client), Trouble> {
    let _one = OPENING_ONE.lock().await;
    let driver = driver()?;
    let options = json!({
        "webkitgtk:browserOptions": { "binary": app, "args": arguments },
        "timeouts": { "script": SCRIPT.as_millis() as u64 },
    });
    let capabilities = serde_json::from_value(options)?;
    let mut builder = ClientBuilder::new(HttpConnector::new());
    let opened = tokio::time::timeout(OPENING, builder.capabilities(capabilities).connect(&driver.url)).await;
    let said = match opened {
        Ok(Ok(client)) => return Ok((driver, client)),
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("no window after {OPENING:?}"),
    };
    Err(Trouble::Start(format!("{said}\n── driver and console said:\n{}", driver.tail())))
}
