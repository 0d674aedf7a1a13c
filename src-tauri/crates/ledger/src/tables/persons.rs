//! Personal data: one place, beside the journal, where it can be erased. The journal has an identifier and a hash over salt
//! and data; data and salt go together, and then nobody can find out by trying whom the hash was of.

use lotdesk_domain::id::Guid;
use lotdesk_domain::inspection::InspectionPeople;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::person::{
    Buyer, BuyerKind, CarPapers, CreditSubject, IdKind, OrderPeople, PersonalData, SubjectKind,
};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::codes::{self, bad_column};
use crate::error::LedgerError;
use crate::event::Event;
use crate::reader::ReadTx;
use crate::writer::WriteTx;

#[derive(Serialize, Deserialize)]
struct StoredBuyer {
    #[serde(with = "crate::codes::word")]
    kind: BuyerKind,
    name: String,
    tax_no: Option<String>,
    address: Option<String>,
    phone: Option<String>,
    bank_account: Option<String>,
    mobile: Option<String>,
    email: Option<String>,
    wechat_open_id: Option<String>,
    alipay_uid: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredSubject {
    #[serde(with = "crate::codes::word")]
    kind: SubjectKind,
    name: String,
    #[serde(with = "crate::codes::optional_word")]
    id_kind: Option<IdKind>,
    id_no: String,
}

#[derive(Serialize, Deserialize)]
struct StoredPeople {
    owner_name: String,
    owner_phone: String,
    received_by: String,
}

#[derive(Serialize, Deserialize)]
struct StoredPapers {
    phone: String,
    vin: String,
    engine_no: String,
    licence_no: String,
    file_no: String,
}

#[derive(Serialize, Deserialize)]
struct StoredInspectionPeople {
    contact_phone: String,
    owner_phone: String,
    name: String,
    phone: String,
    province: String,
    city: String,
    county: String,
    address: String,
}

const BUYER: &str = "buyer";
const SUBJECT: &str = "subject";
const ORDER: &str = "order";
const CAR: &str = "car";
const INSPECTION: &str = "inspection";

fn to_stored(data: &PersonalData) -> Result<(&'static str, String), LedgerError> {
    let (kind, text) = match data.clone() {
        PersonalData::Buyer(buyer) => {
            let Buyer { kind, name, tax_no, address, phone, bank_account, mobile, email, wechat_open_id, alipay_uid } =
                buyer;
            let stored = StoredBuyer {
                kind,
                name,
                tax_no,
                address,
                phone,
                bank_account,
                mobile,
                email,
                wechat_open_id,
                alipay_uid,
            };
            (BUYER, serde_json::to_string(&stored))
        }
        PersonalData::Subject(CreditSubject { kind, name, id_kind, id_no }) => {
            (SUBJECT, serde_json::to_string(&StoredSubject { kind, name, id_kind, id_no }))
        }
        PersonalData::Order(OrderPeople { owner_name, owner_phone, received_by }) => {
            (ORDER, serde_json::to_string(&StoredPeople { owner_name, owner_phone, received_by }))
        }
        PersonalData::Car(CarPapers { phone, vin, engine_no, licence_no, file_no }) => {
            (CAR, serde_json::to_string(&StoredPapers { phone, vin, engine_no, licence_no, file_no }))
        }
        PersonalData::Inspection(people) => {
            let InspectionPeople { contact_phone, owner_phone, name, phone, province, city, county, address } = people;
            let stored =
                StoredInspectionPeople { contact_phone, owner_phone, name, phone, province, city, county, address };
            (INSPECTION, serde_json::to_string(&stored))
        }
    };
    Ok((kind, text.map_err(|why| LedgerError::stored("person", why))?))
}

fn from_stored(kind: &str, text: &str) -> Result<PersonalData, String> {
    let bad = |why: serde_json::Error| why.to_string();
    match kind {
        BUYER => {
            let StoredBuyer {
                kind,
                name,
                tax_no,
                address,
                phone,
                bank_account,
                mobile,
                email,
                wechat_open_id,
                alipay_uid,
            } = serde_json::from_str(text).map_err(bad)?;
            Ok(PersonalData::Buyer(Buyer {
                kind,
                name,
                tax_no,
                address,
                phone,
                bank_account,
                mobile,
                email,
                wechat_open_id,
                alipay_uid,
            }))
        }
        SUBJECT => {
            let StoredSubject { kind, name, id_kind, id_no } = serde_json::from_str(text).map_err(bad)?;
            Ok(PersonalData::Subject(CreditSubject { kind, name, id_kind, id_no }))
        }
        ORDER => {
            let StoredPeople { owner_name, owner_phone, received_by } = serde_json::from_str(text).map_err(bad)?;
            Ok(PersonalData::Order(OrderPeople { owner_name, owner_phone, received_by }))
        }
        CAR => {
            let StoredPapers { phone, vin, engine_no, licence_no, file_no } =
                serde_json::from_str(text).map_err(bad)?;
            Ok(PersonalData::Car(CarPapers { phone, vin, engine_no, licence_no, file_no }))
        }
        INSPECTION => {
            let StoredInspectionPeople { contact_phone, owner_phone, name, phone, province, city, county, address } =
                serde_json::from_str(text).map_err(bad)?;
            let people = InspectionPeople { contact_phone, owner_phone, name, phone, province, city, county, address };
            Ok(PersonalData::Inspection(people))
        }
        other => Err(format!("{other:?} is no kind of person")),
    }
}

fn hash(salt: &[u8], text: &str) -> String {
    hex::encode(Sha256::new().chain_update(salt).chain_update(text.as_bytes()).finalize())
}

/// What the table of persons holds of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPerson {
    /// Identifier.
    pub id: Guid,
    /// The data; none once it is erased.
    pub data: Option<PersonalData>,
    /// Hash over salt and data, to be held against the journal's; none once they are erased.
    pub hash: Option<String>,
    /// Since when it is kept.
    pub kept_at: Moment,
    /// When it was erased.
    pub erased_at: Option<Moment>,
}

fn person(row: &Row<'_>) -> rusqlite::Result<StoredPerson> {
    let (kind, text): (String, Option<String>) = (row.get("kind")?, row.get("data")?);
    let salt: Option<Vec<u8>> = row.get("salt")?;
    let data = text.as_deref().map(|text| from_stored(&kind, text).map_err(bad_column)).transpose()?;
    Ok(StoredPerson {
        id: codes::parsed(row, "id")?,
        hash: salt.zip(text).map(|(salt, text)| hash(&salt, &text)),
        data,
        kept_at: Moment(row.get("kept_at_ms")?),
        erased_at: row.get::<_, Option<i64>>("erased_at_ms")?.map(Moment),
    })
}

impl ReadTx<'_> {
    /// What is kept of somebody.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn person(&self, id: Guid) -> Result<Option<StoredPerson>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM persons WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], person).optional()?)
    }

    /// Whether something still needs somebody's data: an invoice that is not made yet, a report that is not sent yet, a
    /// payment that ETCP does not know of yet, an order of which docloud is still to be asked.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn person_is_needed(&self, id: Guid) -> Result<bool, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT (EXISTS (SELECT 1 FROM invoices WHERE buyer_id = ?1 AND state = 'asked')
                 OR EXISTS (SELECT 1 FROM credit_reports c WHERE c.person_id = ?1 AND (c.state = 'proposed'
                     OR (c.state = 'approved' AND EXISTS (SELECT 1 FROM outbox o WHERE o.interface = '1301'
                         AND o.own_id = c.id AND o.state NOT IN ('accepted', 'replaced')))))
                 OR EXISTS (SELECT 1 FROM violation_orders WHERE person_id = ?1
                     AND state IN ('sending', 'unknown', 'arrived', 'created', 'paid'))
                 OR EXISTS (SELECT 1 FROM inspections WHERE person_id = ?1 AND state IN ('sending', 'unknown'))
                 OR EXISTS (SELECT 1 FROM etcp_payments p JOIN etcp_accounts a ON a.id = p.account_id
                     WHERE a.person_id = ?1 AND p.state = 'held'))",
        )?;
        Ok(statement.query_row([id.to_string()], |row| row.get(0))?)
    }

    /// The hash that the journal has of somebody's data.
    ///
    /// # Errors
    /// When SQLite refuses, or the event does not read back.
    pub fn person_hash(&self, id: Guid) -> Result<Option<String>, LedgerError> {
        let kept = self.events_of(id)?.into_iter().find_map(|recorded| match recorded.event {
            Event::PersonKept(kept) if kept.person_id == id => Some(kept.hash),
            _ => None,
        });
        Ok(kept)
    }
}

impl WriteTx<'_> {
    /// Keeps somebody's data, and gives the kind's word and the hash that the journal is to have.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn keep_person(
        &mut self,
        id: Guid,
        salt: [u8; 32],
        data: &PersonalData,
        now: Moment,
    ) -> Result<(&'static str, String), LedgerError> {
        let (kind, text) = to_stored(data)?;
        let hash = hash(&salt, &text);
        self.beside()
            .prepare_cached("INSERT INTO persons (id, kind, data, salt, kept_at_ms) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![id.to_string(), kind, text, salt.as_slice(), now.0])?;
        Ok((kind, hash))
    }

    /// Erases somebody's data and its salt. False when there is nothing to erase.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn erase_person(&mut self, id: Guid, now: Moment) -> Result<bool, LedgerError> {
        let connection = self.beside();
        // What is given up is overwritten, so that it cannot be read out of the file's free places.
        connection.pragma_update(None, "secure_delete", true)?;
        let erased = connection
            .prepare_cached(
                "UPDATE persons SET data = NULL, salt = NULL, erased_at_ms = ?2 WHERE id = ?1 AND data IS NOT NULL",
            )?
            .execute(params![id.to_string(), now.0])?;
        // A service order's people stand in the raw message too.
        connection
            .prepare_cached(
                "UPDATE inbox SET body = x'', dropped = 1
                 WHERE no IN (SELECT inbox_no FROM service_orders WHERE person_id = ?1)",
            )?
            .execute([id.to_string()])?;
        Ok(erased > 0)
    }
}
