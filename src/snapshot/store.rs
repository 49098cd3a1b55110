//! The snapshots of one extractor on disk, and the one writer for them.
//!
//! In: an [`Entry`], and for writing its [`Header`], its body and the [`Policy`]. Out: files in
//! `<root>/<extractor>/`: `<case id>.snap`, `accuracy.snap`, and beside each its proposal
//! `.snap.new`. A file is written to a temporary one beside it, synced and renamed, so that nobody
//! ever reads half of one; what would not change is not written at all.
//!
//! Symbolic links to other folders are not listed, and one that leads out of the store is neither
//! read nor replaced. Two ids that differ in case only are one file where the disk does not tell
//! them apart. insta's `INSTA_PENDING_DIR` is not heeded: proposals stand beside their snapshots.

use std::{
    collections::BTreeSet,
    env, fs,
    io::Write,
    path::{Path, PathBuf},
};

use crate::{
    error::{Error, Fault},
    model::CaseId,
    snapshot::{
        ACCURACY, Entry, Header, Origin, State,
        folder::Folder,
        normalized, parse, parse_body,
        policy::{Action, Compared, Decision, Policy},
        render,
    },
    wire::ClaimRecord,
};

/// The folder with the snapshots of one extractor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    folder: Folder,
}

/// A case's snapshot as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The file, as users know it, with `/`.
    pub path: String,
    /// Its body, for showing a diff.
    pub body: String,
    /// What the body says.
    pub records: Vec<ClaimRecord>,
}

/// What came of settling a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// How today's extraction compares with the accepted snapshot as it was.
    pub compared: Compared,
    /// What was done, and whether the snapshot test passes.
    pub decision: Decision,
}

impl Store {
    /// The snapshots of `extractor` under `root`; nothing is read or made yet.
    ///
    /// # Errors
    /// Where the name could not be that of one folder on every system.
    pub fn new(root: PathBuf, extractor: &str) -> Result<Self, Error> {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if extractor.is_empty() || !extractor.chars().all(fits) {
            return Err(Error::unusable(
                format!("`{}` cannot name an extractor", extractor.escape_debug()),
                "name it with the letters a to z, digits, `-` and `_`, as in `[extractors.my-rules]`",
            ));
        }
        let folder = Folder::new(root.join(extractor));
        Ok(Self { folder })
    }

    /// The file of an entry as users know it, with `/`.
    pub fn shown(&self, entry: &Entry, state: State) -> String {
        self.folder.shown(&format!("{entry}{}", state.suffix()))
    }

    /// The snapshot of a case; `None` where there is none.
    ///
    /// # Errors
    /// Where the file cannot be read, or is damaged.
    pub fn read(&self, id: &CaseId, state: State) -> Result<Option<Stored>, Error> {
        self.read_with(&Entry::Case(id.clone()), state, |origin, text| {
            Ok(Stored {
                path: origin.path.to_owned(),
                body: parse_body(origin, text)?,
                records: parse(origin, text)?,
            })
        })
    }

    /// The body of any snapshot, [`normalized`]; `None` where there is none.
    ///
    /// # Errors
    /// Where the file cannot be read, has no header, or has merge conflicts in it.
    pub fn read_body(&self, entry: &Entry, state: State) -> Result<Option<String>, Error> {
        self.read_with(entry, state, parse_body)
    }

    /// Compares `body` with the accepted snapshot and does what `policy` says about a difference.
    ///
    /// A proposal that is no longer one is removed. A header that differs is no difference; it is
    /// written along with a body that differs.
    ///
    /// # Errors
    /// Where a file cannot be read or written, or the accepted snapshot is damaged.
    pub fn settle(
        &self,
        entry: &Entry,
        header: &Header,
        body: &str,
        policy: Policy,
    ) -> Result<Settled, Error> {
        let compared = match self.read_sound(entry, State::Accepted)? {
            None => Compared::Absent,
            Some(accepted) if accepted == normalized(body) => Compared::Unchanged,
            Some(_) => Compared::Changed,
        };
        let decision = policy.decide(compared);
        let text = render(header, body);
        match (decision.action, compared) {
            (Action::Leave, Compared::Absent | Compared::Changed) => {}
            (Action::Leave, Compared::Unchanged) => {
                self.folder.delete(&name(entry, State::Proposed)?)?;
            }
            (Action::Propose, _) => self.folder.write(&name(entry, State::Proposed)?, &text)?,
            (Action::Overwrite, _) => {
                self.folder.write(&name(entry, State::Accepted)?, &text)?;
                self.folder.delete(&name(entry, State::Proposed)?)?;
            }
        }
        Ok(Settled { compared, decision })
    }

    /// Puts the proposal in the place of the snapshot; `false` where nothing is proposed.
    ///
    /// # Errors
    /// Where the proposal is damaged, or a file cannot be replaced.
    pub fn accept(&self, entry: &Entry) -> Result<bool, Error> {
        if self.read_sound(entry, State::Proposed)?.is_none() {
            return Ok(false);
        }
        let (from, to) = (State::Proposed, State::Accepted);
        self.folder.rename(&name(entry, from)?, &name(entry, to)?)
    }

    /// Removes the proposal; `false` where nothing is proposed.
    ///
    /// # Errors
    /// Where the file cannot be removed.
    pub fn reject(&self, entry: &Entry) -> Result<bool, Error> {
        self.folder.delete(&name(entry, State::Proposed)?)
    }

    /// Removes the snapshot and its proposal, as when its case is gone; `false` where there are
    /// neither.
    ///
    /// # Errors
    /// Where a file cannot be removed.
    pub fn remove(&self, entry: &Entry) -> Result<bool, Error> {
        let proposed = self.folder.delete(&name(entry, State::Proposed)?)?;
        Ok(self.folder.delete(&name(entry, State::Accepted)?)? || proposed)
    }

    /// What is proposed, sorted by case id, the accuracy last.
    ///
    /// # Errors
    /// Where a folder cannot be read, or a snapshot's name is not a case id.
    pub fn pending(&self) -> Result<Vec<Entry>, Error> {
        let listed = self.list()?.into_iter();
        let proposed = listed.filter(|(_, state)| *state == State::Proposed);
        Ok(proposed.map(|(entry, _)| entry).collect())
    }

    /// The cases that have a snapshot or a proposal but are not among `ids`, sorted.
    ///
    /// # Errors
    /// As [`Store::pending`].
    pub fn dangling(&self, ids: &BTreeSet<CaseId>) -> Result<Vec<CaseId>, Error> {
        let mut dangling: Vec<CaseId> = Vec::new();
        for (entry, _) in self.list()? {
            match entry {
                Entry::Case(id) if !ids.contains(&id) => dangling.push(id),
                Entry::Case(_) | Entry::Accuracy => {}
            }
        }
        dangling.dedup();
        Ok(dangling)
    }

    /// Tells `cargo insta test --unreferenced` that a run looked at the snapshots of `entries`: appends
    /// their absolute paths to the file that `INSTA_SNAPSHOT_REFERENCES_FILE` names, if it names one.
    ///
    /// # Errors
    /// Where that file cannot be written.
    pub fn append_references<'a>(
        &self,
        entries: impl IntoIterator<Item = &'a Entry>,
    ) -> Result<(), Error> {
        match env::var("INSTA_SNAPSHOT_REFERENCES_FILE") {
            Ok(file) => self.append_references_to(Path::new(&file), entries),
            Err(_) => Ok(()),
        }
    }

    fn append_references_to<'a>(
        &self,
        file: &Path,
        entries: impl IntoIterator<Item = &'a Entry>,
    ) -> Result<(), Error> {
        let mut lines = String::new();
        for entry in entries {
            let path = self.folder.path(&name(entry, State::Accepted)?);
            let path = std::path::absolute(&path).map_err(Error::io("locate", path))?;
            lines.extend([&path.to_string_lossy(), "\n"]);
        }
        // In one piece, because other test processes append to it too.
        let open = fs::OpenOptions::new().create(true).append(true).open(file);
        open.and_then(|mut open| open.write_all(lines.as_bytes()))
            .map_err(Error::io("append to", file))
    }

    /// The body of a snapshot that is sound: a case's says what records can say.
    fn read_sound(&self, entry: &Entry, state: State) -> Result<Option<String>, Error> {
        self.read_with(entry, state, |origin, text| {
            if matches!(entry, Entry::Case(_)) {
                parse(origin, text)?;
            }
            parse_body(origin, text)
        })
    }

    /// What `parse` makes of a file; `None` where there is none.
    fn read_with<T>(
        &self,
        entry: &Entry,
        state: State,
        parse: impl FnOnce(&Origin<'_>, &str) -> Result<T, Box<Fault>>,
    ) -> Result<Option<T>, Error> {
        let Some(bytes) = self.folder.read(&name(entry, state)?)? else {
            return Ok(None);
        };
        let path = self.shown(entry, state);
        let origin = Origin {
            path: &path,
            entry,
            state,
        };
        let parsed = match std::str::from_utf8(&bytes) {
            Ok(text) => parse(&origin, text),
            Err(error) => {
                let at = error.valid_up_to();
                let message = format!("the snapshot is not UTF-8 from byte {at} on");
                Err(origin.fault("", 0..0, &message, ""))
            }
        };
        parsed
            .map(Some)
            .map_err(|fault| Error::Faults(vec![*fault]))
    }

    /// Every snapshot and proposal, sorted.
    fn list(&self) -> Result<BTreeSet<(Entry, State)>, Error> {
        let files = self.folder.list(|name| state_of(name).is_some())?;
        let mut listed = BTreeSet::new();
        let mut odd = Vec::new();
        for file in files {
            match entry_at(&file) {
                Some(found) => drop(listed.insert(found)),
                None => {
                    let shown = self.folder.shown(&file.to_string_lossy());
                    odd.push(format!("\n  {}", shown.escape_debug()));
                }
            }
        }
        if odd.is_empty() {
            return Ok(listed);
        }
        Err(Error::unusable(
            format!(
                "no case can have a name like these snapshots':{}",
                odd.concat()
            ),
            "rename or delete them: a case's name is UTF-8 without `\\`, `:` and control characters",
        ))
    }
}

/// The file of an entry, relative to the store's folder.
fn name(entry: &Entry, state: State) -> Result<String, Error> {
    if matches!(entry, Entry::Case(id) if id.as_str() == ACCURACY) {
        return Err(Error::unusable(
            format!("a case may not be called `{ACCURACY}`: that is the accuracy's snapshot"),
            format!("move the case into a folder of the corpus, such as `news/{ACCURACY}`"),
        ));
    }
    Ok(format!("{entry}{}", state.suffix()))
}

/// The entry whose file this is; `None` where no case can have that name.
fn entry_at(file: &Path) -> Option<(Entry, State)> {
    let parts: Option<Vec<&str>> = file.iter().map(|part| part.to_str()).collect();
    let name = parts?.join("/");
    let state = state_of(&name)?;
    let entry = match name.strip_suffix(state.suffix())? {
        ACCURACY => Entry::Accuracy,
        id => Entry::Case(id.parse().ok()?),
    };
    Some((entry, state))
}

/// Whether a file of this name is a snapshot or a proposal; `None` where it is neither.
fn state_of(name: &str) -> Option<State> {
    let states = [State::Accepted, State::Proposed];
    states
        .into_iter()
        .find(|state| name.ends_with(state.suffix()))
}

#[cfg(test)]
mod tests {
    use std::{fs, thread};

    use tempfile::TempDir;

    use super::*;
    use crate::snapshot::policy::Update;

    /// A store in a folder that goes away with it.
    struct Temporary {
        folder: TempDir,
        store: Store,
    }

    impl Temporary {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::new(folder.path().join("snapshots"), "mine").unwrap();
            Self { folder, store }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join("snapshots/mine").join(name)
        }

        fn put(&self, name: &str, text: &str) {
            let path = self.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        fn settle(&self, entry: &Entry, body: &str, update: Update) -> Settled {
            let settled = self.store.settle(entry, &header("a"), body, policy(update));
            settled.unwrap()
        }

        /// Every file, relative to the store, sorted.
        fn files(&self) -> Vec<String> {
            let files = self.store.folder.list(|_| true).unwrap();
            let shown = |file: PathBuf| file.to_str().unwrap().replace('\\', "/");
            files.into_iter().map(shown).collect()
        }

        /// What is said, with the temporary folder left out.
        fn said(&self, error: &Error) -> String {
            let folder = self.folder.path().to_str().unwrap().replace('\\', "/");
            error.to_string().replace(&format!("{folder}/"), "")
        }
    }

    fn policy(update: Update) -> Policy {
        Policy {
            update,
            ci: false,
            force_pass: false,
        }
    }

    fn header(source: &str) -> Header {
        Header {
            source: source.into(),
            ..Header::default()
        }
    }

    fn case(id: &str) -> Entry {
        Entry::Case(id.parse().unwrap())
    }

    const ONE: &str = "[\n  {\n    \"quote\": \"one\"\n  }\n]";

    #[test]
    fn a_difference_is_proposed_accepted_and_then_none() {
        let here = Temporary::new();
        for entry in [case("a/b.c"), Entry::Accuracy] {
            let settled = here.settle(&entry, ONE, Update::New);
            assert_eq!(settled.compared, Compared::Absent);
            assert!(!settled.decision.passes);
            assert_eq!(here.store.pending().unwrap(), std::slice::from_ref(&entry));
            assert!(here.store.accept(&entry).unwrap());
            assert!(!here.store.accept(&entry).unwrap());
            assert_eq!(here.store.pending().unwrap(), []);
            let body = here.store.read_body(&entry, State::Accepted).unwrap();
            assert_eq!(body.as_deref(), Some(ONE));
            let settled = here.settle(&entry, &ONE.replace('\n', "\r\n"), Update::New);
            assert_eq!(settled.compared, Compared::Unchanged);
            assert!(settled.decision.passes);
        }
        assert_eq!(here.files(), ["a/b.c.snap", "accuracy.snap"]);
        let stored = here.store.read(&"a/b.c".parse().unwrap(), State::Accepted);
        let stored = stored.unwrap().unwrap();
        assert!(stored.path.ends_with("snapshots/mine/a/b.c.snap"));
        assert_eq!((stored.body.as_str(), stored.records.len()), (ONE, 1));
    }

    #[test]
    fn each_action_leaves_the_right_files() {
        let accepted = "---\nsource: old\n---\n[]\n";
        for (update, body, files, source) in [
            (Update::No, ONE, &["a.snap", "a.snap.new"][..], "old"),
            (Update::New, ONE, &["a.snap", "a.snap.new"], "old"),
            (Update::Unseen, ONE, &["a.snap", "a.snap.new"], "old"),
            (Update::Always, ONE, &["a.snap"], "a"),
            (Update::Force, ONE, &["a.snap"], "a"),
            (Update::No, "[]", &["a.snap"], "old"),
            (Update::New, "[]", &["a.snap"], "old"),
            (Update::Always, "[]", &["a.snap"], "old"),
            (Update::Force, "[]", &["a.snap"], "a"),
        ] {
            let here = Temporary::new();
            here.put("a.snap", accepted);
            here.put("a.snap.new", "stale");
            here.settle(&case("a"), body, update);
            assert_eq!(here.files(), files, "{update} {body}");
            let text = fs::read_to_string(here.path("a.snap")).unwrap();
            assert!(
                text.contains(&format!("source: {source}\n")),
                "{update} {body}"
            );
            if update == Update::New && body == ONE {
                let proposed = fs::read_to_string(here.path("a.snap.new")).unwrap();
                assert_eq!(proposed, render(&header("a"), ONE));
            }
        }
    }

    #[test]
    fn what_is_the_same_is_not_rewritten() {
        let here = Temporary::new();
        let entry = case("a");
        let settle_twice = |name: &str, body: &str, update| {
            here.settle(&entry, body, update);
            // A file that is replaced is another file, and only the old one is read-only.
            let path = here.path(name);
            let mut permissions = fs::metadata(&path).unwrap().permissions();
            permissions.set_readonly(true);
            fs::set_permissions(&path, permissions).unwrap();
            let before = fs::metadata(&path).unwrap().modified().unwrap();
            here.settle(&entry, body, update);
            let after = fs::metadata(&path).unwrap();
            assert!(after.permissions().readonly(), "{name} {update}");
            assert_eq!(after.modified().unwrap(), before);
        };
        settle_twice("a.snap.new", ONE, Update::New);
        settle_twice("a.snap", "[]", Update::Always);
        settle_twice("a.snap", "[]", Update::Force);
    }

    #[test]
    fn rejecting_and_removing() {
        let here = Temporary::new();
        let entry = case("a/b");
        assert!(!here.store.reject(&entry).unwrap());
        assert!(!here.store.remove(&entry).unwrap());
        here.settle(&entry, "[]", Update::Always);
        here.settle(&entry, ONE, Update::New);
        assert!(here.store.reject(&entry).unwrap());
        assert_eq!(here.files(), ["a/b.snap"]);
        here.settle(&entry, ONE, Update::New);
        assert!(here.store.remove(&entry).unwrap());
        assert!(here.files().is_empty());
    }

    #[test]
    fn listing_finds_what_is_pending_and_dangling() {
        let here = Temporary::new();
        assert_eq!(here.store.pending().unwrap(), []);
        for name in [
            "b.snap.new",
            "a/ü.snap",
            "a/ü.snap.new",
            "a.b/c.snap",
            "accuracy.snap.new",
            "accuracy.snap",
            "a/accuracy.snap",
            ".claimsnap-1.tmp",
            "README.md",
            "a/x.new",
            "d.snap.snap",
        ] {
            here.put(name, "");
        }
        let pending = [case("a/ü"), case("b"), Entry::Accuracy];
        assert_eq!(here.store.pending().unwrap(), pending);
        let known = ["a/ü", "a/accuracy", "z"].map(|id| id.parse().unwrap());
        let dangling = here.store.dangling(&known.into()).unwrap();
        let dangling: Vec<&str> = dangling.iter().map(CaseId::as_str).collect();
        assert_eq!(dangling, ["a.b/c", "b", "d.snap"]);
    }

    #[test]
    #[cfg(unix)]
    fn odd_names_are_reported() {
        use std::os::unix::ffi::OsStrExt as _;
        let here = Temporary::new();
        for name in [
            &b"a:b.snap"[..],
            b"c\nd.snap.new",
            b"\xff.snap",
            b"\xff.md",
            b"e.snap",
        ] {
            here.put("e.snap", "");
            fs::write(here.path("").join(std::ffi::OsStr::from_bytes(name)), "").unwrap();
        }
        let error = here.store.pending().unwrap_err();
        insta::assert_snapshot!(here.said(&error), @r"
        no case can have a name like these snapshots':
          snapshots/mine/a:b.snap
          snapshots/mine/c\nd.snap.new
          snapshots/mine/�.snap
        help: rename or delete them: a case's name is UTF-8 without `\`, `:` and control characters
        ");
    }

    #[test]
    fn names_that_cannot_be_are_refused() {
        for bad in ["", "a/b", "..", ".", "a.b", "a b", "ü", "a\\b", "a\n"] {
            assert!(Store::new("snapshots".into(), bad).is_err(), "{bad:?}");
        }
        let error = Store::new("snapshots".into(), "../x").unwrap_err();
        insta::assert_snapshot!(error, @"
        `../x` cannot name an extractor
        help: name it with the letters a to z, digits, `-` and `_`, as in `[extractors.my-rules]`
        ");
        let here = Temporary::new();
        let settled = here.store.settle(
            &case("accuracy"),
            &header("a"),
            "[]",
            policy(Update::Always),
        );
        insta::assert_snapshot!(settled.unwrap_err(), @"
        a case may not be called `accuracy`: that is the accuracy's snapshot
        help: move the case into a folder of the corpus, such as `news/accuracy`
        ");
        assert!(here.files().is_empty());
    }

    #[test]
    fn paths_are_shown_from_where_one_is() {
        let shown = |root: PathBuf| {
            let store = Store::new(root, "my-rules_2").unwrap();
            store.shown(&case("a/b"), State::Proposed)
        };
        let wanted = "snapshots/my-rules_2/a/b.snap.new";
        assert_eq!(shown("snapshots".into()), wanted);
        assert_eq!(shown(env::current_dir().unwrap().join("snapshots")), wanted);
    }

    #[test]
    fn what_is_in_the_way_is_named() {
        let here = Temporary::new();
        let settle = |id: &str| {
            let settled = here
                .store
                .settle(&case(id), &header("a"), ONE, policy(Update::New));
            here.said(&settled.unwrap_err())
        };
        here.put("a.snap/x", "");
        here.put("b.snap.new/x", "");
        here.put("c", "");
        insta::assert_snapshot!(settle("a"), @"
        `snapshots/mine/a.snap` is a folder where a file should be
        help: move `snapshots/mine/a.snap` away or delete it, then run claimsnap again
        ");
        insta::assert_snapshot!(settle("b"), @"
        `snapshots/mine/b.snap.new` is a folder where a file should be
        help: move `snapshots/mine/b.snap.new` away or delete it, then run claimsnap again
        ");
        insta::assert_snapshot!(settle("c/d"), @"
        `snapshots/mine/c` is a file where a folder should be
        help: move `snapshots/mine/c` away or delete it, then run claimsnap again
        ");
        let long = "x".repeat(300);
        insta::assert_snapshot!(settle(&long).replace(&long, "x"), @"
        cannot read snapshots/mine/x.snap: File name too long (os error 36)
        help: shorten the name of the case
        ");

        let here = Temporary::new();
        fs::create_dir(here.folder.path().join("snapshots")).unwrap();
        fs::write(here.path(""), "").unwrap_err();
        fs::write(here.folder.path().join("snapshots/mine"), "").unwrap();
        let error = here.store.read(&"a".parse().unwrap(), State::Accepted);
        insta::assert_snapshot!(here.said(&error.unwrap_err()), @"
        `snapshots/mine` is a file where a folder should be
        help: move `snapshots/mine` away or delete it, then run claimsnap again
        ");
        let error = here.store.pending().unwrap_err();
        insta::assert_snapshot!(here.said(&error), @"
        `snapshots/mine` is a file where a folder should be
        help: move `snapshots/mine` away or delete it, then run claimsnap again
        ");
    }

    #[test]
    fn a_read_only_folder_is_named() {
        let here = Temporary::new();
        here.settle(&case("a"), "[]", Update::Always);
        let set_readonly = |readonly| {
            let mut permissions = fs::metadata(here.path("")).unwrap().permissions();
            permissions.set_readonly(readonly);
            fs::set_permissions(here.path(""), permissions).unwrap();
        };
        set_readonly(true);
        if fs::write(here.path("probe"), "").is_ok() {
            writeln!(
                std::io::stderr(),
                "NOT RUN: a_read_only_folder_is_named: this user may write anywhere (root?)"
            )
            .unwrap();
            set_readonly(false);
            return;
        }
        let settled = here
            .store
            .settle(&case("a"), &header("a"), ONE, policy(Update::New));
        let unchanged = here.settle(&case("a"), "[]", Update::New);
        set_readonly(false);
        let error = settled.unwrap_err();
        assert!(
            matches!(
                error,
                Error::Io {
                    action: "write",
                    ..
                }
            ),
            "{error}"
        );
        assert!(
            error.to_string().contains("\nhelp: allow writing"),
            "{error}"
        );
        assert!(!error.to_string().contains(".claimsnap-"), "{error}");
        assert!(unchanged.decision.passes);
    }

    #[test]
    fn a_damaged_snapshot_is_never_written_over() {
        let here = Temporary::new();
        let damaged = "---\nsource: a\n---\n<<<<<<< HEAD\n[]\n=======\n[ ]\n>>>>>>> main\n";
        for text in [damaged, "", "---\n", "---\n---\n[{"] {
            here.put("a.snap", text);
            let settled = here
                .store
                .settle(&case("a"), &header("a"), ONE, policy(Update::Force));
            assert!(matches!(settled, Err(Error::Faults(_))), "{text:?}");
            assert_eq!(fs::read_to_string(here.path("a.snap")).unwrap(), text);
        }
        fs::write(here.path("a.snap"), b"---\n\xff").unwrap();
        let error = here.store.read(&"a".parse().unwrap(), State::Accepted);
        insta::assert_snapshot!(here.said(&error.unwrap_err()), @"
        error: the snapshot is not UTF-8 from byte 4 on
        --> snapshots/mine/a.snap
         = help: delete `snapshots/mine/a.snap`, run `claimsnap test`, then `claimsnap accept a`

        1 fault in 1 file
        ");
    }

    #[test]
    fn a_damaged_proposal_is_not_accepted_but_proposed_anew() {
        let here = Temporary::new();
        here.put("a.snap.new", "---\nsource: a\n---\n[{\n");
        let error = here.store.accept(&case("a")).unwrap_err();
        assert!(here.said(&error).contains("claimsnap reject a"), "{error}");
        assert_eq!(here.files(), ["a.snap.new"]);
        here.settle(&case("a"), ONE, Update::New);
        assert!(here.store.accept(&case("a")).unwrap());
    }

    #[test]
    #[cfg(unix)]
    fn links_do_not_lead_out() {
        use std::os::unix::fs::symlink;
        let here = Temporary::new();
        here.put("real.snap", "---\nsource: a\n---\n[]\n");
        let outside = here.folder.path().join("outside");
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("b.snap"), "---\nsource: a\n---\n[]\n").unwrap();
        symlink(outside.join("b.snap"), here.path("a.snap")).unwrap();
        symlink("/nowhere/at/all", here.path("c.snap")).unwrap();
        symlink(&outside, here.path("folder")).unwrap();
        symlink(here.path(""), here.path("loop")).unwrap();
        symlink("real.snap", here.path("inside.snap")).unwrap();
        for id in ["a", "c", "folder/b", "folder/new"] {
            let entry = case(id);
            let settled = here
                .store
                .settle(&entry, &header("a"), ONE, policy(Update::Always));
            let error = here.said(&settled.unwrap_err());
            assert!(error.contains("symbolic link"), "{id}: {error}");
            assert!(here.store.remove(&entry).is_err(), "{id}");
        }
        let untouched = fs::read_to_string(outside.join("b.snap")).unwrap();
        assert_eq!(untouched, "---\nsource: a\n---\n[]\n");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
        let inside = here.store.read(&"inside".parse().unwrap(), State::Accepted);
        assert!(inside.unwrap().is_some());
        let listed = here.store.dangling(&BTreeSet::new()).unwrap();
        let listed: Vec<&str> = listed.iter().map(CaseId::as_str).collect();
        assert_eq!(listed, ["a", "c", "inside", "real"]);
        let error = here.store.read(&"a".parse().unwrap(), State::Accepted);
        insta::assert_snapshot!(here.said(&error.unwrap_err()), @"
        `snapshots/mine/a.snap` is a symbolic link that leads nowhere or out of `snapshots/mine`
        help: delete the link, or put a copy of what it leads to in its place
        ");
    }

    #[test]
    #[cfg(unix)]
    fn others_may_read_what_is_written() {
        use std::os::unix::fs::PermissionsExt as _;
        let here = Temporary::new();
        here.settle(&case("a"), "[]", Update::Always);
        here.put("plain", "");
        let mode = |name| fs::metadata(here.path(name)).unwrap().permissions().mode();
        assert_eq!(mode("a.snap"), mode("plain"));
    }

    #[test]
    fn runs_at_once_never_leave_half_a_file() {
        let here = Temporary::new();
        let entry = case("a/b");
        let body = |who: usize| format!("[{}]", "{},".repeat(20_000 + who) + "{}");
        let wanted: Vec<String> = (0..4).map(|who| render(&header("a"), &body(who))).collect();
        thread::scope(|scope| {
            for who in 0..4 {
                let (here, entry) = (&here, &entry);
                scope.spawn(move || {
                    for turn in 0..20 {
                        let update = [Update::Always, Update::New][turn % 2];
                        here.settle(entry, &body(who), update);
                    }
                });
            }
            for _ in 0..200 {
                for name in ["a/b.snap", "a/b.snap.new"] {
                    if let Ok(text) = fs::read_to_string(here.path(name)) {
                        assert!(
                            wanted.contains(&text),
                            "half a file of {} bytes",
                            text.len()
                        );
                    }
                }
                if let Ok(pending) = here.store.pending() {
                    assert!(pending.len() <= 1);
                }
            }
        });
        let files = here.files();
        assert!(
            files.iter().all(|name| name.starts_with("a/b.snap")),
            "{files:?}"
        );
    }

    #[test]
    fn references_are_absolute_and_appended() {
        let here = Temporary::new();
        let file = here.folder.path().join("references");
        let entries = [case("a/b"), Entry::Accuracy];
        let append = |entries| here.store.append_references_to(&file, entries);
        append(&entries[..1]).unwrap();
        append(&entries[1..]).unwrap();
        let text = fs::read_to_string(&file).unwrap();
        let paths = ["a/b.snap", "accuracy.snap"].map(|name| here.path(name));
        assert_eq!(
            text,
            paths.map(|path| format!("{}\n", path.display())).concat()
        );
        assert!(paths_are_absolute(&text));
        let folder = here.folder.path();
        assert!(here.store.append_references_to(folder, &entries).is_err());
    }

    fn paths_are_absolute(text: &str) -> bool {
        text.lines().all(|line| Path::new(line).is_absolute())
    }
}
