//! Merchants and coupons: what is open, for whom, and what was used.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{Coupon, Discount};
use lotdesk_domain::plate::Plate;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored, bad_column};
use crate::error::LedgerError;
use crate::event::{CouponAttached, CouponIssued, CouponUse, CouponVoided, MerchantSaved, StoredCoupon};
use crate::journal::Recorded;
use crate::reader::ReadTx;

/// Where a coupon stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CouponState {
    /// It may be used.
    Open,
    /// It was.
    Used,
    /// It may not be used any more.
    Voided,
}

impl Stored for CouponState {
    const WHAT: &'static str = "coupon state";
    fn word(self) -> &'static str {
        match self {
            CouponState::Open => "open",
            CouponState::Used => "used",
            CouponState::Voided => "voided",
        }
    }
    fn from_word(word: &str) -> Option<Self> {
        [CouponState::Open, CouponState::Used, CouponState::Voided].into_iter().find(|state| state.word() == word)
    }
}

/// A merchant with what its coupons have let off.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredMerchant {
    /// As it was saved last.
    pub merchant: MerchantSaved,
    /// Let off by its coupons so far.
    pub used_fen: Fen,
    /// What its open coupons may let off yet.
    pub open_fen: Fen,
}

/// A coupon as it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct IssuedCoupon {
    /// As it was issued; `record_id` is the stay that it was shown for.
    pub issued: CouponIssued,
    /// What it does.
    pub coupon: Coupon,
    /// When it was issued.
    pub issued_at: Moment,
    /// Where it stands.
    pub state: CouponState,
    /// The payment that used it.
    pub charge_id: Option<Guid>,
    /// What it let off.
    pub used_fen: Fen,
    /// When.
    pub used_at: Option<Moment>,
    /// Why it was voided.
    pub void_reason: Option<String>,
}

impl IssuedCoupon {
    /// The coupon as a payment names it (table 16).
    pub fn discount(&self) -> Discount {
        Discount {
            id: self.issued.id,
            coupon_no: Some(self.issued.coupon_no.clone()),
            coupon: self.coupon.clone(),
            channel: self.issued.channel.clone(),
            channel_org_code: self.issued.org_code.clone(),
        }
    }
}

/// Which coupons to list.
#[derive(Clone, Debug, Default)]
pub struct CouponSearch {
    /// Of this merchant.
    pub merchant_id: Option<Guid>,
    /// In this state.
    pub state: Option<CouponState>,
    /// For this plate.
    pub plate: Option<Plate>,
    /// Rows wanted.
    pub limit: u32,
    /// Go on after this many.
    pub skip: u32,
}

pub(super) fn merchant_saved(
    connection: &Connection,
    recorded: &Recorded,
    event: &MerchantSaved,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO merchants (id, name, org_code, budget_fen, open, saved_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            event.id.to_string(),
            event.name,
            event.org_code,
            event.budget_fen.map(|fen| fen.0),
            event.open,
            recorded.at.0,
        ])?;
    Ok(())
}

pub(super) fn issued(connection: &Connection, recorded: &Recorded, event: &CouponIssued) -> Result<(), LedgerError> {
    let coupon = serde_json::to_string(&event.coupon).map_err(|why| LedgerError::stored("coupon", why))?;
    connection
        .prepare_cached(
            "INSERT INTO coupons (id, coupon_no, coupon, most_fen, worth_fen, merchant_id, channel, org_code, plate,
                 record_id, issued_at_ms, expires_at_ms, reason, approver, state, used_fen)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 'open', 0)",
        )?
        .execute(params![
            event.id.to_string(),
            event.coupon_no,
            coupon,
            event.most_fen.map(|fen| fen.0),
            event.worth_fen.map(|fen| fen.0),
            event.merchant_id.map(|id| id.to_string()),
            event.channel,
            event.org_code,
            event.plate.as_ref().map(Plate::as_str),
            event.record_id.map(|id| id.to_string()),
            recorded.at.0,
            event.expires_at.0,
            event.reason,
            event.approver.map(|id| id.to_string()),
        ])?;
    Ok(())
}

pub(super) fn attached(connection: &Connection, event: &CouponAttached) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE coupons SET record_id = ?2 WHERE id = ?1")?
        .execute(params![event.id.to_string(), event.record_id.to_string()])?;
    Ok(())
}

pub(super) fn voided(connection: &Connection, event: &CouponVoided) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE coupons SET state = 'voided', void_reason = ?2 WHERE id = ?1 AND state = 'open'")?
        .execute(params![event.id.to_string(), event.reason])?;
    Ok(())
}

/// A payment of a stay used coupons. One is used once, by whichever payment came first.
pub(super) fn used(
    connection: &Connection,
    at: Moment,
    (charge_id, record_id): (Guid, Guid),
    uses: &[CouponUse],
) -> Result<(), LedgerError> {
    let mut statement = connection.prepare_cached(
        "UPDATE coupons SET state = 'used', charge_id = ?2, record_id = ?3, used_fen = ?4, used_at_ms = ?5
         WHERE id = ?1 AND state <> 'used'",
    )?;
    for one in uses {
        statement.execute(params![
            one.id.to_string(),
            charge_id.to_string(),
            record_id.to_string(),
            one.off_fen.0,
            at.0
        ])?;
    }
    Ok(())
}

fn coupon(row: &Row<'_>) -> rusqlite::Result<IssuedCoupon> {
    let stored: StoredCoupon =
        serde_json::from_str(&row.get::<_, String>("coupon")?).map_err(|why| bad_column(why.to_string()))?;
    let coupon = stored.coupon().ok_or_else(|| bad_column(format!("{stored:?} is no coupon")))?;
    let fen = |name: &str| row.get::<_, Option<i64>>(name).map(|fen| fen.map(Fen));
    let issued = CouponIssued {
        id: codes::parsed(row, "id")?,
        coupon_no: row.get("coupon_no")?,
        coupon: stored,
        most_fen: fen("most_fen")?,
        worth_fen: fen("worth_fen")?,
        merchant_id: codes::parsed_optional(row, "merchant_id")?,
        channel: row.get("channel")?,
        org_code: row.get("org_code")?,
        plate: codes::parsed_optional(row, "plate")?,
        record_id: codes::parsed_optional(row, "record_id")?,
        expires_at: Moment(row.get("expires_at_ms")?),
        reason: row.get("reason")?,
        approver: codes::parsed_optional(row, "approver")?,
    };
    Ok(IssuedCoupon {
        issued,
        coupon,
        issued_at: Moment(row.get("issued_at_ms")?),
        state: codes::column(row, "state")?,
        charge_id: codes::parsed_optional(row, "charge_id")?,
        used_fen: Fen(row.get("used_fen")?),
        used_at: row.get::<_, Option<i64>>("used_at_ms")?.map(Moment),
        void_reason: row.get("void_reason")?,
    })
}

impl ReadTx<'_> {
    /// The coupon with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn coupon(&self, id: Guid) -> Result<Option<IssuedCoupon>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM coupons WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], coupon).optional()?)
    }

    /// The coupon with this number.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn coupon_numbered(&self, coupon_no: &str) -> Result<Option<IssuedCoupon>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM coupons WHERE coupon_no = ?1")?;
        Ok(statement.query_row([coupon_no], coupon).optional()?)
    }

    /// The open coupons that a stay of this plate may use: those shown for it, and those issued for its plate; the one
    /// issued first stands first. A car whose plate nobody knows has none of its plate.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open_coupons(&self, record_id: Guid, plate: Option<&Plate>) -> Result<Vec<IssuedCoupon>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM coupons WHERE record_id = ?1 AND state = 'open'
             UNION ALL
             SELECT * FROM coupons WHERE plate = ?2 AND plate IS NOT NULL AND state = 'open' AND record_id IS NULL
             ORDER BY no",
        )?;
        Ok(statement
            .query_map(params![record_id.to_string(), plate.map(Plate::as_str)], coupon)?
            .collect::<Result<_, _>>()?)
    }

    /// Coupons, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn coupons(&self, search: &CouponSearch) -> Result<Vec<IssuedCoupon>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM coupons
             WHERE (?1 IS NULL OR merchant_id = ?1) AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR plate = ?3)
             ORDER BY no DESC LIMIT ?4 OFFSET ?5",
        )?;
        let rows = statement.query_map(
            params![
                search.merchant_id.map(|id| id.to_string()),
                search.state.map(Stored::word),
                search.plate.as_ref().map(Plate::as_str),
                search.limit,
                search.skip,
            ],
            coupon,
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Every merchant by name, with what its coupons let off, and may let off yet at this moment.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn merchants(&self, now: Moment) -> Result<Vec<StoredMerchant>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT m.*,
                 coalesce((SELECT sum(used_fen) FROM coupons c WHERE c.merchant_id = m.id AND c.state = 'used'), 0) AS used,
                 coalesce((SELECT sum(worth_fen) FROM coupons c
                     WHERE c.merchant_id = m.id AND c.state = 'open' AND c.expires_at_ms > ?1), 0) AS still_open
             FROM merchants m ORDER BY m.name, m.id",
        )?;
        let rows = statement.query_map([now.0], |row| {
            Ok(StoredMerchant {
                merchant: MerchantSaved {
                    id: codes::parsed(row, "id")?,
                    name: row.get("name")?,
                    org_code: row.get("org_code")?,
                    budget_fen: row.get::<_, Option<i64>>("budget_fen")?.map(Fen),
                    open: row.get("open")?,
                },
                used_fen: Fen(row.get("used")?),
                open_fen: Fen(row.get("still_open")?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
