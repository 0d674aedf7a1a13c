use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use lotdesk_operations::SystemClock;

use super::*;
use crate::config::{KeyPlace, Problem, load};

/// What happened, in order.
type Diary = Arc<Mutex<Vec<String>>>;

/// A part that is made of `[pictures]`, a file and a secret. It writes down what happens to it.
struct Pretend {
    name: &'static str,
    diary: Diary,
    file: PathBuf,
    /// Begins that fail, from now on.
    fails: Arc<AtomicUsize>,
}

#[async_trait]
impl Part for Pretend {
    fn name(&self) -> &'static str {
        self.name
    }

    fn plan(&self, settings: &Config) -> Result<Option<Plan>, StartError> {
        let days = settings.pictures.keep_days;
        if days == 13 {
            return Err(StartError::problem(Problem::new("pictures.keep_days", "不吉利", "is unlucky")));
        }
        let mut made_of = MadeOf::default();
        made_of.text(&days.to_string());
        made_of.file(Some(&self.file));
        Ok((days != 7).then(|| made_of.plan(Box::new(days))))
    }

    async fn begin(&self, plan: Plan, stop: CancellationToken) -> Result<Vec<JoinHandle<()>>, StartError> {
        let days = *plan.with.downcast::<u32>().expect("a number");
        if self.fails.load(Ordering::SeqCst) > 0 {
            self.fails.fetch_sub(1, Ordering::SeqCst);
            self.write(format!("{days} fails"));
            return Err(StartError::Part { part: "pictures", why: "the port is taken".into() });
        }
        self.write(format!("{days} begins"));
        let diary = self.diary.clone();
        Ok(vec![tokio::spawn(async move {
            stop.cancelled().await;
            // What is under way is settled before the next one begins.
            tokio::task::yield_now().await;
            diary.lock().unwrap().push(format!("{days} has ended"));
        })])
    }

    fn gone(&self) {
        self.write("gone".into());
    }
}

impl Pretend {
    fn write(&self, line: String) {
        self.diary.lock().unwrap().push(line);
    }
}

struct House {
    dir: tempfile::TempDir,
    keeper: Arc<Keeper>,
    diary: Diary,
    fails: Arc<AtomicUsize>,
}

fn write(dir: &Path, text: &str) {
    std::fs::write(dir.join("lotdesk.toml"), text).unwrap();
}

async fn house(text: &str) -> House {
    house_of("pictures", text).await
}

async fn house_of(name: &'static str, text: &str) -> House {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), text);
    let home = Home::at(dir.path()).unwrap();
    let layers = Layers::default();
    let effective = load(&home, &layers).unwrap();
    let (diary, fails) = (Diary::default(), Arc::new(AtomicUsize::new(0)));
    let part = Pretend { name, diary: diary.clone(), file: home.file(Path::new("a.pem")), fails: fails.clone() };
    let secrets = Arc::new(SecretStore::new(&home.secrets_file(), KeyPlace::Passphrase, None));
    let keeper =
        Keeper::new(&home, layers, &effective, secrets, Arc::new(SystemClock), vec![Box::new(part) as Box<dyn Part>]);
    keeper.begin().await.unwrap();
    House { dir, keeper: Arc::new(keeper), diary, fails }
}

impl House {
    fn wrote(&self) -> Vec<String> {
        std::mem::take(&mut *self.diary.lock().unwrap())
    }
}

#[tokio::test]
async fn a_changed_part_is_exchanged_and_an_unchanged_one_is_left_alone() {
    let house = house("[pictures]\nkeep_days = 1\n").await;
    assert_eq!(house.wrote(), ["1 begins"]);
    assert_eq!(house.keeper.reload().await.unwrap(), Reloaded::default());
    assert_eq!(house.wrote(), Vec::<String>::new());

    write(house.dir.path(), "[pictures]\nkeep_days = 2\n");
    let done = house.keeper.reload().await.unwrap();
    assert_eq!((done.changed, done.begun_anew), (vec!["pictures.keep_days".to_owned()], vec!["pictures".to_owned()]));
    assert_eq!(done.at_next_start, Vec::<String>::new());
    assert_eq!(house.wrote(), ["1 has ended", "2 begins"], "never two at once");

    std::fs::write(house.dir.path().join("a.pem"), "another certificate").unwrap();
    let done = house.keeper.reload().await.unwrap();
    assert_eq!((done.changed.len(), done.begun_anew.len()), (0, 1));
    assert_eq!(house.wrote(), ["2 has ended", "2 begins"]);

    write(house.dir.path(), "[pictures]\nkeep_days = 7\n");
    house.keeper.reload().await.unwrap();
    assert_eq!(house.wrote(), ["2 has ended", "gone"]);
    write(house.dir.path(), "[pictures]\nkeep_days = 3\n");
    house.keeper.reload().await.unwrap();
    assert_eq!(house.wrote(), ["3 begins"]);
    house.keeper.take_down().await;
    assert_eq!(house.wrote(), ["3 has ended"]);
}

#[tokio::test]
async fn settings_that_break_a_rule_are_refused_with_the_field_and_what_runs_goes_on() {
    let house = house("[pictures]\nkeep_days = 1\n").await;
    house.wrote();
    for (text, field) in [
        ("[pictures]\nkeep_days = 13\n", Some("pictures.keep_days")),
        ("[pictures]\nkeep_days = 0\n", Some("pictures.keep_days")),
        ("[pictures]\nkeep_dais = 2\n", Some("pictures.keep_dais")),
        ("[pictures\n", None),
    ] {
        write(house.dir.path(), text);
        let refusal = house.keeper.reload().await.unwrap_err();
        assert_eq!(refusal.field.as_deref(), field, "{text}");
        assert_eq!(house.wrote(), Vec::<String>::new(), "{text}");
        let state = house.keeper.state().unwrap();
        assert_eq!(state.refused.map(|refused| refused.refusal), Some(refusal));
        let row = state.rows.iter().find(|row| row.key == "pictures.keep_days").unwrap();
        assert_eq!((row.value.as_str(), row.source.as_str()), ("1", "lotdesk.toml, line 2"), "the old one is in force");
    }
    write(house.dir.path(), "[pictures]\nkeep_days = 2\n");
    house.keeper.reload().await.unwrap();
    assert_eq!(house.keeper.state().unwrap().refused, None);
}

#[tokio::test]
async fn what_cannot_be_begun_gives_way_to_what_ran_before() {
    let house = house("[pictures]\nkeep_days = 1\n").await;
    house.wrote();
    house.fails.store(1, Ordering::SeqCst);
    write(house.dir.path(), "[pictures]\nkeep_days = 2\n");
    let refusal = house.keeper.reload().await.unwrap_err();
    assert!(refusal.en.contains("the port is taken"), "{refusal}");
    assert_eq!(house.wrote(), ["1 has ended", "2 fails", "1 begins"]);
    // The next look tries it again.
    assert_eq!(house.keeper.reload().await.unwrap().begun_anew, ["pictures"]);
    assert_eq!(house.wrote(), ["1 has ended", "2 begins"]);
}

#[tokio::test]
async fn what_needs_a_start_is_named_until_it_is_taken_back() {
    let house = house("").await;
    write(house.dir.path(), "[logs]\nmax_files = 3\n[pictures]\nkeep_days = 5\n");
    let done = house.keeper.reload().await.unwrap();
    assert_eq!(done.at_next_start, ["logs.max_files"]);
    assert_eq!(house.keeper.state().unwrap().at_next_start, ["logs.max_files"]);
    write(house.dir.path(), "");
    assert_eq!(house.keeper.reload().await.unwrap().at_next_start, Vec::<String>::new());
}

#[tokio::test]
async fn an_edit_is_seen_without_being_told_of() {
    let house = house("[pictures]\nkeep_days = 1\n").await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(house.keeper.clone().run(stop.clone()));
    // It has looked at the file once before the file changes.
    tokio::task::yield_now().await;
    write(house.dir.path(), "[pictures]\nkeep_days = 200\n");
    let seen = async {
        while !house.diary.lock().unwrap().contains(&"200 begins".to_owned()) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), seen).await.unwrap();
    stop.cancel();
    running.await.unwrap();
    assert_eq!(house.wrote(), ["1 begins", "1 has ended", "200 begins", "200 has ended"]);
}

#[tokio::test]
async fn a_file_that_a_refused_edit_names_is_waited_for() {
    let house = house_of("reports", "").await;
    write(house.dir.path(), "[pictures]\nkeep_days = 13\n[reports]\nfont_file = \"own.ttf\"\n");
    house.keeper.reload().await.unwrap_err();
    let named = Home::at(house.dir.path()).unwrap().file(Path::new("own.ttf"));
    assert!(house.keeper.watched().contains(&named), "its coming may be what the edit lacks");
    write(house.dir.path(), "");
    house.keeper.reload().await.unwrap();
    assert!(!house.keeper.watched().contains(&named));
}
