//! Channels' files: looked at first, then taken in, each once.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lotdesk_domain::channel_bill::{self, ChannelBill, NoBill};
use lotdesk_domain::money::Fen;
use lotdesk_domain::reconcile::MoneyWay;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{ChannelFileTaken, StoredChannelLine};
use sha2::{Digest, Sha256};

use super::LINES_AN_EVENT;
use super::all::span_of;
use crate::api::reconcile_all::{
    ChannelFileLine, ChannelFileList, ChannelFileRequest, ChannelFileRow, ChannelFileView, ReconcileDays,
};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;

/// A file is no larger.
const BYTES_MOST: usize = 8 * 1024 * 1024;
/// Nor has it more lines.
const LINES_MOST: usize = 200_000;
/// So many lines are shown of it.
const SHOWN: usize = 50;

/// `channel_file.preview`: what is in it, without taking it in.
pub(crate) async fn preview(desk: &Desk, _who: Who, request: ChannelFileRequest) -> Result<ChannelFileView, Refusal> {
    let (digest, bill) = read(desk, request).await?;
    desk.look(move |tx| view(tx, digest, &bill)).await
}

/// `channel_file.import`: the very same file again changes nothing.
pub(crate) async fn import(desk: &Desk, who: Who, request: ChannelFileRequest) -> Result<ChannelFileView, Refusal> {
    let (name, accept_bad) = (request.file_name.clone(), request.accept_bad == Some(true));
    let (digest, bill) = read(desk, request).await?;
    if let (Some(bad), false) = (bill.bad.first(), accept_bad) {
        return Err(Refusal::new(
            Code::LooksWrong,
            format!(
                "文件有 {} 处无法识别（第 {} 行{}：{}），请核对后再导入",
                bill.bad.len(),
                bad.line,
                bad.field,
                bad.zh
            ),
            format!(
                "{} places cannot be read (line {} {}: {}); look again.",
                bill.bad.len(),
                bad.line,
                bad.field,
                bad.en
            ),
        )
        .at("accept_bad"));
    }
    desk.act(&who, move |act| {
        if act.tx.channel_file(&digest)?.is_none() {
            let name: String = name.chars().take(200).collect();
            let mut lines = bill.lines.iter().cloned().map(StoredChannelLine::from).peekable();
            let mut begins = true;
            loop {
                let part = lines.by_ref().take(LINES_AN_EVENT).collect();
                let taken = ChannelFileTaken {
                    digest: digest.clone(),
                    name: name.clone(),
                    channel: bill.channel,
                    first_day: bill.first_day,
                    last_day: bill.last_day,
                    begins,
                    lines: part,
                };
                act.record(taken, None, None)?;
                begins = false;
                if lines.peek().is_none() {
                    break;
                }
            }
        }
        view(act.tx, digest, &bill)
    })
    .await
}

/// `channel_file.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, request: ReconcileDays) -> Result<ChannelFileList, Refusal> {
    let (first, last) = span_of(desk.now(), &request)?;
    desk.look(move |tx| {
        let rows = tx.channel_files(first, last)?.into_iter().map(|file| ChannelFileRow {
            name: file.name,
            channel: file.channel,
            first_day: file.first_day,
            last_day: file.last_day,
            lines: file.lines,
            taken_at: file.taken_at,
        });
        Ok(ChannelFileList { rows: rows.collect() })
    })
    .await
}

/// The file's digest, and what is in it.
async fn read(desk: &Desk, request: ChannelFileRequest) -> Result<(String, ChannelBill), Refusal> {
    let too_large = || Refusal::field("base64", "文件超过 8 MB，请按日下载", "The file is larger than 8 MB.");
    if request.base64.len() > BYTES_MOST * 4 / 3 + 4 {
        return Err(too_large());
    }
    let bytes = STANDARD
        .decode(&request.base64)
        .map_err(|_| Refusal::field("base64", "文件内容无法读取", "The content is no base64."))?;
    let surroundings = desk.inner.surroundings.clone();
    let running = tokio::task::spawn_blocking(move || {
        let digest = hex::encode(Sha256::digest(&bytes));
        let rows = surroundings.sheet(&request.file_name, &bytes)?;
        if rows.len() > LINES_MOST {
            return Err(too_large());
        }
        let bill = channel_bill::read(&rows).map_err(|why| {
            let zh = match why {
                NoBill::NoHeading => "不是微信、支付宝账单或银行流水：没有找到表头",
                NoBill::Empty => "账单中没有明细",
            };
            Refusal::field("file_name", zh, format!("Not taken in: {why}."))
        })?;
        Ok((digest, bill))
    });
    running.await.map_err(Refusal::internal)?
}

fn view(tx: &ReadTx<'_>, digest: String, bill: &ChannelBill) -> Result<ChannelFileView, Refusal> {
    let total = |way: MoneyWay| -> Fen {
        bill.lines.iter().filter(|line| line.done && line.way == way).map(|line| line.amount_fen).sum()
    };
    let mut rows = Vec::new();
    for line in bill.lines.iter().take(SHOWN) {
        rows.push(ChannelFileLine {
            line: line.line,
            trade_no: line.trade_no.clone(),
            at: line.at,
            amount_fen: line.amount_fen,
            way: line.way,
            done: line.done,
            words: line.words.clone(),
            known: tx.charge_of_trade(line.channel, &line.trade_no)?.is_some(),
        });
    }
    let taken_at = tx.channel_file(&digest)?.map(|file| file.taken_at);
    Ok(ChannelFileView {
        digest,
        channel: bill.channel,
        first_day: bill.first_day,
        last_day: bill.last_day,
        lines: u32::try_from(bill.lines.len()).unwrap_or(u32::MAX),
        paid_fen: total(MoneyWay::Paid),
        refunded_fen: total(MoneyWay::Refunded),
        rows,
        bad: bill.bad.iter().take(200).cloned().collect(),
        taken_at,
    })
}
