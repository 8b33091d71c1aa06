//! Somebody with a shell: puts anything anywhere into a cluster's tree, and says under which session.
//!
//! What it writes is no doing of the product, and must not be judged as such: [`Vandal::unseen`] leaves it out of a
//! ledger. It writes bytes and knows no record.

use std::collections::BTreeMap;

use zookeeper_client::{Acl, Acls, AuthId, Client, CreateMode, Error, Permission};

use crate::ledger::Step;

/// See the module.
#[derive(Debug)]
pub struct Vandal {
    client: Client,
    /// What stood at each path before it was first touched; none where nothing did.
    before: BTreeMap<String, Option<Vec<u8>>>,
}

fn made(path: &str, created: Result<(), Error>) {
    created.unwrap_or_else(|error| panic!("{path}: {error}"));
}

impl Vandal {
    /// Connects to `HOSTS/CHROOT`.
    ///
    /// # Panics
    /// If no server answers.
    pub async fn connect(place: &str) -> Self {
        Self { client: Client::connect(place).await.unwrap(), before: BTreeMap::new() }
    }

    /// What stands at a path.
    pub async fn look(&self, path: &str) -> Option<(Vec<u8>, i32)> {
        self.client.get_data(path).await.ok().map(|(data, stat)| (data, stat.version))
    }

    /// Puts bytes at a path, whatever is there.
    ///
    /// # Panics
    /// If that is refused.
    pub async fn put(&mut self, path: &str, data: &[u8]) {
        self.remember(path).await;
        loop {
            match self.client.set_data(path, data, None).await {
                Ok(_) => return,
                Err(Error::NoNode) => {}
                Err(error) => panic!("{path}: {error}"),
            }
            match self.create(path, data, CreateMode::Persistent).await {
                Ok(()) => return,
                // Its owner was faster: what it made is what stood there.
                Err(Error::NodeExists) if self.before.get(path).is_none_or(Option::is_none) => {
                    self.before.remove(path);
                    self.remember(path).await;
                }
                Err(Error::NodeExists) => {}
                Err(error) => panic!("{path}: {error}"),
            }
        }
    }

    /// Makes an ephemeral node where there is none.
    ///
    /// # Panics
    /// If that is refused.
    pub async fn put_ephemeral(&mut self, path: &str, data: &[u8]) {
        self.remember(path).await;
        made(path, self.create(path, data, CreateMode::Ephemeral).await);
    }

    async fn create(&self, path: &str, data: &[u8], mode: CreateMode) -> Result<(), Error> {
        self.client.create(path, data, &mode.with_acls(Acls::anyone_all())).await.map(drop)
    }

    /// Deletes a node, if it is there.
    ///
    /// # Panics
    /// If that is refused.
    pub async fn delete(&mut self, path: &str) {
        self.remember(path).await;
        match self.client.delete(path, None).await {
            Ok(()) | Err(Error::NoNode) => {}
            Err(error) => panic!("{path}: {error}"),
        }
    }

    /// Leaves everyone no right at a node but to change its rights, or all again.
    ///
    /// # Panics
    /// If that is refused.
    pub async fn allow(&self, path: &str, rights: Permission) {
        let acls = [Acl::new(rights | Permission::ADMIN, AuthId::anyone())];
        self.client.set_acl(path, &acls, None).await.unwrap();
    }

    /// Makes, or deletes, many empty children of a node.
    ///
    /// # Panics
    /// If that is refused.
    pub async fn many(&self, parent: &str, count: usize, make: bool) {
        let options = CreateMode::Persistent.with_acls(Acls::anyone_all());
        for from in (0..count).step_by(500) {
            let mut writer = self.client.new_multi_writer();
            for number in from..count.min(from + 500) {
                let path = format!("{parent}/junk {number}");
                match make {
                    true => writer.add_create(&path, b"", &options).unwrap(),
                    false => writer.add_delete(&path, None).unwrap(),
                }
            }
            let _ = writer.commit().await.unwrap();
        }
    }

    async fn remember(&mut self, path: &str) {
        if !self.before.contains_key(path) {
            let found = self.client.get_data(path).await.ok().map(|(data, _)| data);
            self.before.insert(path.to_owned(), found);
        }
    }

    /// Puts back what stood at each path before, children before parents.
    ///
    /// # Panics
    /// If that is refused.
    pub async fn put_back(&mut self) {
        for (path, before) in std::mem::take(&mut self.before).into_iter().rev() {
            match before {
                Some(data) => match self.client.set_data(&path, &data, None).await {
                    Ok(_) => {}
                    Err(Error::NoNode) => made(&path, self.create(&path, &data, CreateMode::Persistent).await),
                    Err(error) => panic!("{path}: {error}"),
                },
                None => match self.client.delete(&path, None).await {
                    Ok(()) | Err(Error::NoNode) => {}
                    Err(error) => panic!("{path}: {error}"),
                },
            }
        }
    }

    /// Leaves a path as it is now when the others are put back.
    pub fn forget(&mut self, path: &str) {
        self.before.remove(path);
    }

    /// The ledger without what this session did.
    #[must_use]
    pub fn unseen(&self, steps: Vec<Step>) -> Vec<Step> {
        let mine = self.client.session_id().0;
        steps.into_iter().filter(|step| step.session != mine).collect()
    }
}
