//! The command list: every name, what it is for, who may use it, and what runs. One list feeds the door, the window's
//! types and `lotdeskctl call --list`.

use std::future::Future;
use std::pin::Pin;

use lotdesk_domain::operator::Permission;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::api;
use crate::api::refusal::{Code, Refusal};
use crate::bindings::Bindings;
use crate::caller::Who;
use crate::desk::Desk;

type Running<'a> = Pin<Box<dyn Future<Output = Result<Value, Refusal>> + Send + 'a>>;

/// A command: the contract's row.
pub struct CommandSpec {
    /// Name, such as `exit.pay_cash`.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// What the caller must hold.
    pub permission: Permission,
    /// JSON schema of the request.
    pub request_schema: fn() -> Schema,
    /// JSON schema of the reply.
    pub reply_schema: fn() -> Schema,
    pub(crate) bind: fn(&mut Bindings, &'static str),
    pub(crate) run: for<'a> fn(&'a Desk, Who, Value) -> Running<'a>,
}

impl std::fmt::Debug for CommandSpec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CommandSpec")
            .field("name", &self.name)
            .field("permission", &self.permission)
            .finish_non_exhaustive()
    }
}

macro_rules! command_list {
    ($($name:literal, $about:literal, $permission:ident, $handler:path, $request:ty => $reply:ty;)+) => {
        static COMMANDS: &[CommandSpec] = &[$(CommandSpec {
            name: $name,
            about: $about,
            permission: Permission::$permission,
            request_schema: schema::<$request>,
            reply_schema: schema::<$reply>,
            bind: |bindings, name| bindings.command::<$request, $reply>(name),
            run: |desk, who, request| Box::pin(async move {
                let request: $request = read(request)?;
                let reply: $reply = $handler(desk, who, request).await?;
                write(&reply)
            }),
        }),+];
    };
}

command_list! {
    "operator.first_start", "Is anybody set up yet, and who can sign in", Open,
        crate::operators::first_start, api::Nothing => api::operator::FirstStartReply;
    "operator.create_first_manager", "On the first start: creates the manager and signs in", Open,
        crate::operators::create_first_manager, api::operator::NamePin => api::operator::SignedIn;
    "operator.sign_in", "Signs in by name and PIN", Open,
        crate::operators::sign_in, api::operator::NamePin => api::operator::SignedIn;
    "operator.sign_out", "Ends the sign-in", Open,
        crate::operators::sign_out, api::Nothing => api::Done;
    "operator.create", "Creates an operator", Manage,
        crate::operators::create, api::operator::CreateOperator => api::Done;
    "operator.list", "Everybody who can sign in", Look,
        crate::operators::list, api::Nothing => api::operator::OperatorList;
    "lot.set", "Sets up or changes the lot; its basic data goes to the platforms", Manage,
        crate::lot_setup::set, api::lot::SetLot => api::Done;
    "lot.current", "The lot as it is set up: what `lot.set` takes", Manage,
        crate::lot_setup::current, api::Nothing => api::lot::SetLot;
    "lot.upload", "Sends all of the lot's basic data to the platforms again", Manage,
        crate::lot_setup::upload, api::Nothing => api::Done;
    "lot.spaces", "What space detectors say", ReportRead,
        crate::lot_setup::spaces, api::lot::SpaceReport => api::Done;
    "lot.bay_report", "What the detector of a bay along a street says", ReportRead,
        crate::street::report, api::street::BayReportRequest => api::street::BayReply;
    "board.snapshot", "Everything the board shows", Look,
        crate::board::snapshot, api::Nothing => api::board::BoardSnapshot;
    "driver.show", "What the screen beside a lane tells its driver", Open,
        crate::driver::show, api::driver::ShowDriver => api::driver::DriverScreen;
    "lane.read", "A camera's read", ReportRead,
        crate::lanes::read, api::lane::ReadRequest => api::lane::ReadReply;
    "lane.report", "What a lane's sensors and gate say", ReportRead,
        crate::lanes::report, api::lane::LaneReport => api::Done;
    "lane.open_by_hand", "Opens a gate for a reason", WorkLane,
        crate::lanes::open_by_hand, api::lane::OpenByHand => api::lane::GateCommanded;
    "lane.dismiss", "Takes the waiting car off a lane", WorkLane,
        crate::lanes::dismiss, api::lane::DismissWaiting => api::Done;
    "lane.admit", "Lets the waiting car in by hand", WorkLane,
        crate::lanes::admit, api::lane::AdmitWaiting => api::lane::ReadReply;
    "lane.open_again", "Tells the gate once more that did not open for a car that was let out", WorkLane,
        crate::lanes::open_again, api::stuck::OpenAgain => api::lane::GateCommanded;
    "lane.car_gone", "Says that such a car is gone all the same", WorkLane,
        crate::lanes::car_gone, api::stuck::MarkGone => api::Done;
    "lane.still_inside", "Says that such a car went back: its stay goes on with what was paid", WorkLane,
        crate::lanes::still_inside, api::stuck::MarkInside => api::stuck::StaysInside;
    "lane.end_double", "Says how a plate came to be inside and before the gate, and lets the car in", WorkLane,
        crate::exceptions::end_double, api::passage::EndDouble => api::lane::ReadReply;
    "lane.issue_ticket", "Lets a car without a plate in by a code", WorkLane,
        crate::exceptions::issue_ticket, api::passage::IssueTicket => api::passage::Ticket;
    "lane.set_state", "Takes a lane out of service, says that it is jammed, or puts it back", WorkLane,
        crate::lane_service::set_state, api::service::SetLaneState => api::Done;
    "lane.device", "A lane's device stopped answering, or answers again", ReportRead,
        crate::lane_service::device, api::service::DeviceReport => api::Done;
    "exit.quote", "What a car owes now, line by line", Look,
        crate::exits::quote, api::exit::QuoteRequest => api::exit::Quote;
    "exit.pay_cash", "Takes cash, and lets the car out when it stands at a lane", TakePayment,
        crate::exits::pay_cash, api::exit::PayCash => api::exit::Paid;
    "exit.release_free", "Lets a car out without paying; a second person agrees", TakePayment,
        crate::exits::release_free, api::exit::ReleaseFree => api::exit::Paid;
    "exit.choose_entry", "Says which car in the lot the one at the exit is", WorkLane,
        crate::exits::choose_entry, api::exit::ChooseEntry => api::lane::ReadReply;
    "exit.put_in_entry", "Puts an entry in by hand for the car at the exit", WorkLane,
        crate::exits::put_in_entry, api::exit::PutInEntry => api::lane::ReadReply;
    "exit.by_ticket", "Says which car without a plate the one at the exit is, by its code", WorkLane,
        crate::exceptions::by_ticket, api::passage::LeaveByTicket => api::lane::ReadReply;
    "exit.request_payment", "Asks the platform to take what a car owes", TakePayment,
        crate::orders::request_payment, api::order::RequestPayment => api::order::PaymentRequestView;
    "exit.let_go", "Lets a car out without paying; what is due becomes its driver's debt", TakePayment,
        crate::arrears::let_go, api::arrears::LetGo => api::lane::GateCommanded;
    "arrears.list", "Debts of cars that have left through a gate", Look,
        crate::arrears::list, api::arrears::DebtsRequest => api::arrears::DebtList;
    "arrears.collect", "Takes cash for the debt of a car that has left", TakePayment,
        crate::arrears::collect, api::arrears::CollectDebt => api::exit::Paid;
    "payment.scan", "Takes money by a driver's pay code, and lets the car out that waits for it", TakePayment,
        crate::payments::scan, api::payment::ScanPayCode => api::payment::PayAttemptView;
    "payment.look", "How a scan stands", Look,
        crate::payments::look, api::payment::PayAttemptRequest => api::payment::PayAttemptView;
    "payment.query", "Asks the payment channel how a scan stands", TakePayment,
        crate::payments::query, api::payment::PayAttemptRequest => api::payment::PayAttemptView;
    "payment.cancel", "Withdraws a scan that is not paid", TakePayment,
        crate::payments::cancel, api::payment::PayAttemptRequest => api::payment::PayAttemptView;
    "payment.by_trade", "Takes the trade number of a payment on the lot's own QR board", TakePayment,
        crate::payments::by_trade, api::payment::PayByTrade => api::exit::Paid;
    "payment.list", "Scans, and payments whose trade number was typed in", Look,
        crate::payments::list, api::payment::PaymentsRequest => api::payment::PaymentList;
    "order.list", "A stay's orders, and what the platform is still to take", Look,
        crate::orders::list, api::order::OrdersRequest => api::order::OrderList;
    "refund.make", "Gives money of a payment back; above the limit a second person agrees", TakePayment,
        crate::refunds::make, api::refund::MakeRefund => api::refund::RefundMade;
    "refund.list", "What is to be given back, and what was", Look,
        crate::refunds::list, api::refund::RefundsRequest => api::refund::RefundList;
    "reconcile.ask_city", "Asks the city platform for its orders and compares them with ours", Manage,
        crate::reconcile::ask_city, api::reconcile::ReconcilePeriod => api::reconcile::Reconciled;
    "reconcile.compare", "Compares the city platform's orders, as asked for last, with ours", Look,
        crate::reconcile::compare, api::reconcile::ReconcilePeriod => api::reconcile::Reconciled;
    "reconcile.all", "Holds the ledger against gates, city platform, payment channels and drawers", Look,
        crate::reconcile::all, api::reconcile_all::ReconcileDays => api::reconcile_all::ReconciledAll;
    "reconcile.settle", "Does something about a difference: sends a report again, puts the ledger right, or accepts it", Manage,
        crate::reconcile::settle, api::reconcile_all::SettleDifference => api::reconcile_all::FoundDifference;
    "channel_file.preview", "What is in a payment channel's file, without taking it in", Manage,
        crate::reconcile::preview, api::reconcile_all::ChannelFileRequest => api::reconcile_all::ChannelFileView;
    "channel_file.import", "Takes a payment channel's file in, once", Manage,
        crate::reconcile::import, api::reconcile_all::ChannelFileRequest => api::reconcile_all::ChannelFileView;
    "channel_file.list", "Payment channels' files that are about some days", Look,
        crate::reconcile::list, api::reconcile_all::ReconcileDays => api::reconcile_all::ChannelFileList;
    "report.show", "A report, a page of rows at a time", Manage,
        crate::reports::show, api::report::ShowReport => api::report::ReportPage;
    "report.export", "Begins to write a report into a file", Manage,
        crate::reports::export, api::report::ExportReport => api::report::ReportJob;
    "report.job", "How far a report is, and where its files are", Manage,
        crate::reports::job, api::report::ReportJobRequest => api::report::ReportJob;
    "report.jobs", "The reports written since the engine started", Manage,
        crate::reports::jobs, api::Nothing => api::report::ReportJobs;
    "report.cancel", "Ends a report that is being written; it leaves no file", Manage,
        crate::reports::cancel, api::report::ReportJobRequest => api::report::ReportJob;
    "report.files", "The files of a report that is written, with size and hash", Manage,
        crate::reports::files, api::report::ReportJobRequest => api::file::FileList;
    "report.read", "A chunk of such a file, for a PC that is attached over the network", Manage,
        crate::reports::read, api::file::ReadReportFile => api::file::FileChunk;
    "receipt.print", "Prints a payment's receipt; every one after the first is marked as a copy", TakePayment,
        crate::printing::print, api::printing::PrintReceipt => api::printing::ReceiptSent;
    "alarm.list", "Devices and events that want a person, and those that are over", Look,
        crate::alarms::list, api::Nothing => api::alarm::AlarmList;
    "alarm.acknowledge", "Says that an alarm was seen, and what was done", WorkLane,
        crate::alarms::acknowledge, api::alarm::AcknowledgeAlarm => api::Done;
    "alarm.hand_on", "Leaves an alarm to whoever comes next, with what they must know", WorkLane,
        crate::alarms::hand_on, api::alarm::HandAlarmOn => api::Done;
    "shift.current", "The shift that has the drawer now", Look,
        crate::shifts::current, api::Nothing => api::shift::CurrentShift;
    "shift.open", "Begins a shift with change money in the drawer", TakePayment,
        crate::shifts::open, api::shift::OpenShift => api::shift::ShiftView;
    "shift.count", "Counts the drawer; only then it is told what should be in it", TakePayment,
        crate::shifts::count, api::shift::CountShift => api::shift::ShiftView;
    "shift.close", "Hands a counted shift over", TakePayment,
        crate::shifts::close, api::shift::CloseShift => api::shift::ShiftSheet;
    "shift.sheet", "What is printed for a counted shift", TakePayment,
        crate::shifts::sheet, api::shift::ShiftRequest => api::shift::ShiftSheet;
    "shift.print", "Prints a shift's sheet", TakePayment,
        crate::shifts::print, api::shift::ShiftRequest => api::Done;
    "shift.list", "Shifts that were handed over, the newest first", TakePayment,
        crate::shifts::list, api::shift::ListShifts => api::shift::ShiftList;
    "drawer.open", "Opens the cash drawer without a payment, for a reason", TakePayment,
        crate::printing::open_drawer, api::printing::OpenDrawer => api::Done;
    "printer.state", "The receipt printer, and whether it prints", Look,
        crate::printing::state, api::Nothing => api::printing::PrinterView;
    "receipt.preview", "A payment's receipt as it would be printed", Look,
        crate::exits::receipt, api::exit::ReceiptRequest => api::exit::ReceiptPreview;
    "street.list", "Stays in bays along a street", Look,
        crate::street::list, api::street::StayListRequest => api::street::StayList;
    "street.detail", "Everything known of one stay in a bay", Look,
        crate::street::detail, api::street::StayRequest => api::street::StayDetail;
    "street.quote", "What a stay in a bay owes, line by line", Look,
        crate::street::quote, api::street::StayRequest => api::street::StayQuote;
    "street.set_plate", "Enters the plate of a car in a bay, or puts it right", WorkLane,
        crate::street::set_plate, api::street::SetPlate => api::street::PlateSet;
    "street.pay_cash", "Takes cash for a stay in a bay, while the car stands there or later", TakePayment,
        crate::street::pay_cash, api::street::PayStay => api::street::StayPaid;
    "street.use_coupon", "Takes a coupon that a driver shows for a car in a bay", TakePayment,
        crate::street::use_coupon, api::street::UseStreetCoupon => api::street::StayQuote;
    "street.arrears", "Stays in bays that are over and not paid for", Look,
        crate::street::arrears, api::street::StayListRequest => api::street::ArrearsList;
    "street.rules", "How detectors of bays are read", Look,
        crate::street::rules, api::Nothing => lotdesk_domain::street::StreetRules;
    "street.set_rules", "Sets how detectors of bays are read", Manage,
        crate::street::set_rules, lotdesk_domain::street::StreetRules => api::Done;
    "record.search", "Parking records by any part of a plate", Look,
        crate::records::search, api::record::SearchRequest => api::record::SearchReply;
    "car.history", "Everything known of a plate on one time line; people's data in full only for a reason", Look,
        crate::history::history, api::history::CarHistoryRequest => api::history::CarHistory;
    "record.detail", "Everything known of one stay", Look,
        crate::records::detail, api::record::DetailRequest => api::record::RecordDetail;
    "passage.list", "Cars that passed without a read or an order of their own", Look,
        crate::exceptions::list_passages, api::Nothing => api::passage::PassageList;
    "passage.settle", "Says what became of such a car, and puts its record in or closes it", WorkLane,
        crate::exceptions::settle_passage, api::passage::SettlePassage => api::passage::UnreadPassage;
    "walk.compare", "Compares plates seen on a walk with the cars inside; changes nothing", Look,
        crate::exceptions::compare_walk, api::passage::CompareWalk => api::passage::WalkCompared;
    "walk.close", "Ends the stays of cars that are not in the lot any more; this cannot be undone", WorkLane,
        crate::exceptions::close_unseen, api::passage::CloseUnseen => api::passage::UnseenClosedList;
    "walk.enter", "Gives a car that was seen the record that it lacks", WorkLane,
        crate::exceptions::enter_seen, api::passage::EnterSeen => api::passage::SeenEntered;
    "record.lock", "Locks a car in the lot: it is not let out", WorkLane,
        crate::locks::lock, api::lock::LockRecord => api::lock::Locked;
    "record.unlock", "Unlocks a car after a second look", WorkLane,
        crate::locks::unlock, api::lock::UnlockRecord => api::lock::Locked;
    "record.correct_plate", "Puts right the plate of a car in the lot", WorkLane,
        crate::corrections::correct_plate, api::lock::CorrectPlate => api::lock::PlateCorrected;
    "outbox.list", "What waits for the platforms", Look,
        crate::messages::list, api::outbox::ListRequest => api::outbox::ListReply;
    "outbox.detail", "One message with every attempt", Look,
        crate::messages::detail, api::outbox::MessageRequest => api::outbox::MessageDetail;
    "outbox.resend", "Puts a message back in line", Resend,
        crate::messages::resend, api::outbox::MessageRequest => api::Done;
    "outbox.resend_all", "Puts all of a platform's refused and unknown messages back in line", Resend,
        crate::messages::resend_all, api::outbox::ResendAll => api::outbox::Resent;
    "inbox.list", "What the platforms sent us", Look,
        crate::inbox::list, api::inbox::InboxListRequest => api::inbox::InboxListReply;
    "inbox.detail", "One message that came, with what was answered", Look,
        crate::inbox::detail, api::inbox::InboxMessageRequest => api::inbox::InboxDetail;
    "invoice.seller", "Who sells, as invoices say", Look,
        crate::billing::seller, api::Nothing => api::billing::SellerReply;
    "invoice.set_seller", "Sets up who sells, and at which tax rate", Manage,
        crate::billing::set_seller, lotdesk_domain::invoice::Seller => api::Done;
    "invoice.issue", "Has an invoice made for what was paid", Invoice,
        crate::billing::issue, api::billing::IssueInvoice => api::billing::InvoiceRow;
    "invoice.reverse", "Has a red invoice made that takes a blue one back", Invoice,
        crate::billing::reverse, api::billing::ReverseInvoice => api::billing::InvoiceRow;
    "invoice.list", "Invoices", Look,
        crate::billing::invoice_list, api::billing::InvoiceListRequest => api::billing::InvoiceList;
    "invoice.detail", "Everything known of one invoice", Look,
        crate::billing::detail, api::billing::InvoiceRequest => api::billing::InvoiceDetail;
    "invoice.resolve", "Says what became of an invoice whose answer was lost or refused", Invoice,
        crate::billing::resolve, api::billing::ResolveInvoice => api::billing::InvoiceRow;
    "invoice.fetch_pdf", "Fetches an invoice's PDF into the data directory, once, and says where it lies", Invoice,
        crate::billing::fetch_pdf, api::billing::InvoiceRequest => api::billing::InvoicePaper;
    "invoice.fetch_look", "How far the fetching of an invoice's PDF is", Invoice,
        crate::billing::look_at_fetch, api::billing::InvoiceRequest => api::billing::PaperFetch;
    "invoice.fetch_cancel", "Ends the fetching of an invoice's PDF; nothing is kept of it", Invoice,
        crate::billing::cancel_fetch, api::billing::InvoiceRequest => api::Done;
    "invoice.read_pdf", "A chunk of a fetched PDF, for a PC that is attached over the network", Invoice,
        crate::billing::read_pdf, api::file::ReadInvoicePdf => api::file::FileChunk;
    "invoice.stock", "How many blank invoices the city platform has left for us", Look,
        crate::billing::stock, api::billing::StockRequest => api::billing::StockReply;
    "credit.rules", "When a debt is overdue, and who reports it", Look,
        crate::billing::rules, api::Nothing => api::credit::CreditRulesReply;
    "credit.set_rules", "Sets when a debt is overdue, and who reports it", Manage,
        crate::billing::set_rules, lotdesk_domain::credit::CreditRules => api::Done;
    "credit.overdue", "Debts that are overdue and not reported", Credit,
        crate::billing::overdue, api::credit::CreditListRequest => api::credit::OverdueList;
    "credit.propose", "Enters whom an overdue debt is to be reported of", Credit,
        crate::billing::propose, api::credit::ProposeCredit => api::credit::CreditRow;
    "credit.approve", "Sends a report to the credit register; a second person agrees", Credit,
        crate::billing::approve, api::credit::ApproveCredit => api::credit::CreditRow;
    "credit.withdraw", "Takes a report back before it is agreed to", Credit,
        crate::billing::withdraw, api::credit::WithdrawCredit => api::Done;
    "credit.list", "Reports to the credit register", Credit,
        crate::billing::credit_list, api::credit::CreditListRequest => api::credit::CreditList;
    "person.show", "A person's data unmasked; the journal says who looked", Credit,
        crate::billing::show, api::billing::PersonRequest => api::billing::PersonReply;
    "person.erase", "Erases a person's data", Manage,
        crate::billing::erase, api::billing::ErasePerson => api::Done;
    "tariff.current", "The tariff in force", Look,
        crate::tariffs::current, api::Nothing => api::tariff::CurrentTariff;
    "tariff.try", "Prices a stay without any effect", Look,
        crate::tariffs::try_out, api::tariff::TryTariff => api::tariff::TriedFee;
    "tariff.check", "Reads a tariff file's text and says what it charges, without any effect", Look,
        crate::tariffs::check, api::tariff::CheckTariff => api::tariff::CheckedTariff;
    "tariff.history", "Every tariff that was, is and will be in force", Look,
        crate::tariffs::list, api::Nothing => api::tariff::TariffRows;
    "tariff.export", "A tariff as a file's text", Look,
        crate::tariffs::export, api::tariff::ExportTariff => api::tariff::TariffFile;
    "tariff.load", "Replaces the tariff by a file's text, from now on", Manage,
        crate::tariffs::load, api::tariff::LoadTariff => api::tariff::CurrentTariff;
    "tariff.plan", "Has a file's tariff take effect at a moment ahead", Manage,
        crate::tariffs::plan, api::tariff::PlanTariff => api::tariff::TariffRows;
    "tariff.withdraw", "Takes a planned tariff back before its moment", Manage,
        crate::tariffs::withdraw, api::tariff::WithdrawTariff => api::tariff::TariffRows;
    "merchant.list", "Merchants who give coupons, with what those let off", Look,
        crate::coupons::merchants, api::Nothing => api::coupon::MerchantList;
    "merchant.save", "A new merchant, or the new state of one", Manage,
        crate::coupons::save_merchant, api::coupon::SaveMerchant => api::coupon::MerchantRow;
    "merchant.settle", "A merchant pays what its coupons let off, or a part of it", Manage,
        crate::coupons::settle_merchant, api::coupon::SettleMerchant => api::coupon::MerchantRow;
    "merchant.settlements", "What a merchant has settled", Manage,
        crate::coupons::settlements, api::coupon::MerchantRequest => api::coupon::SettlementList;
    "merchant.export", "Writes a merchant's coupons into a CSV file", Manage,
        crate::coupons::export, api::coupon::MerchantRequest => api::coupon::MerchantFile;
    "coupon.list", "Coupons and where they stand", Look,
        crate::coupons::list, api::coupon::CouponListRequest => api::coupon::CouponList;
    "coupon.issue", "Issues coupons of a merchant, each good once", Manage,
        crate::coupons::issue, api::coupon::IssueCoupons => api::coupon::CouponsIssued;
    "coupon.attach", "Takes a coupon that a driver shows for a stay", TakePayment,
        crate::coupons::attach, api::coupon::AttachCoupon => api::coupon::CouponTaken;
    "coupon.by_hand", "Lets something off a stay for a reason; a second person agrees", TakePayment,
        crate::coupons::by_hand, api::coupon::CouponByHand => api::coupon::CouponTaken;
    "coupon.void", "A coupon is good no more", Manage,
        crate::coupons::void, api::coupon::VoidCoupon => api::Done;
    "lease.list", "All leases", Look,
        crate::leases::list, api::Nothing => api::lease::LeaseList;
    "lease.save", "A new lease, or the new state of one", Manage,
        crate::leases::save, api::lease::SaveLease => lotdesk_domain::lease::Lease;
    "reservation.list", "Reserved spaces", Look,
        crate::reservations::list, api::reservation::ListReservations => api::reservation::ReservationList;
    "reservation.cancel", "Takes a reservation back by hand", Manage,
        crate::reservations::cancel, api::reservation::CancelReservation => api::Done;
    "share.list", "Shared hours of plates", Look,
        crate::sharing::list, api::Nothing => api::reservation::ShareList;
    "neighbour.list", "The lots around and their free spaces", Look,
        crate::neighbours::list, api::Nothing => api::reservation::NeighbourList;
    "charger.stations", "Charging stations, prices, connectors as they are now", Look,
        crate::charging::stations::list, api::Nothing => api::charger::StationList;
    "charger.set_station", "A new charging station, or the new state of one", Manage,
        crate::charging::stations::set, api::charger::SetStation => api::Done;
    "charger.set_price", "A charging station's prices from now on", Manage,
        crate::charging::stations::set_price, api::charger::SetPrice => api::Done;
    "charger.start", "Lets a car charge; the fee joins its parking fee", WorkLane,
        crate::charging::orders::start, api::charger::StartCharge => lotdesk_domain::charging::ChargeOrder;
    "charger.stop", "Ends charging", WorkLane,
        crate::charging::orders::stop, api::charger::StopCharge => lotdesk_domain::charging::ChargeOrder;
    "charger.name_car", "Says which car a charging order is for", WorkLane,
        crate::charging::orders::name_car, api::charger::NameCar => lotdesk_domain::charging::ChargeOrder;
    "charger.orders", "Charging orders, also those that the platform disputes", Look,
        crate::charging::orders::search, api::charger::OrdersRequest => api::charger::OrderList;
    "charger.check", "Pushes a span's charging orders to the platform for reconciliation", Manage,
        crate::charging::checks::check, api::charger::CheckOrders => lotdesk_domain::charging::ChargeCheck;
    "charger.checks", "Reconciliations of charging orders, and what the platform disputes", Look,
        crate::charging::checks::list, api::Nothing => api::charger::CheckList;
    "charger.report", "What a charger says", ReportRead,
        crate::charging::reports::report, api::charger::ChargerReport => api::Done;
    "lease.remove", "Ends a lease before its last day", Manage,
        crate::leases::remove, api::lease::RemoveLease => api::Done;
    "lease.ask_platform", "What the city platform has of a car's lease here (6009)", Look,
        crate::leases::ask_platform, api::lease::AskPlatform => api::lease::PlatformLeases;
    "control.list", "The cars on control lists, with who put them there", Look,
        crate::controls::list, api::control::ListControls => api::control::ControlList;
    "control.save", "Puts a car on the lot's control list, or changes its line", Manage,
        crate::controls::save, api::control::SaveControl => api::control::ControlRow;
    "control.remove", "Takes a car off a control list", Manage,
        crate::controls::remove, api::control::RemoveControl => api::Done;
    "garage.list", "The mechanical garages: state, spaces, queue", Look,
        crate::garages::list, api::Nothing => api::garage::GarageList;
    "garage.store", "Has a garage take a car in", WorkLane,
        crate::garages::store, api::garage::StoreCar => api::garage::GarageOrdered;
    "garage.retrieve", "Has a garage bring a car out, now or at a booked time", WorkLane,
        crate::garages::retrieve, api::garage::RetrieveCar => api::garage::GarageOrdered;
    "garage.cancel", "Takes a waiting command back, or stops the one that runs", WorkLane,
        crate::garages::cancel, api::garage::CancelGarageCommand => api::Done;
    "garage.set_state", "Puts a garage out of use, under repair, or back into use", WorkLane,
        crate::garages::set_state, api::garage::SetGarageState => api::Done;
    "garage.report", "What a garage's controller says", ReportRead,
        crate::garages::report, api::garage::GarageReport => api::Done;
    "service_order.list", "Service orders, as the technician's app handed them over", Repair,
        crate::service_orders::list, api::service_order::ServiceOrderListRequest => api::service_order::ServiceOrderList;
    "service_order.detail", "Everything known of one service order", Repair,
        crate::service_orders::detail, api::service_order::ServiceOrderRequest => api::service_order::ServiceOrderDetail;
    "service_order.draft", "Turns a service order into the draft of a repair record", Repair,
        crate::service_orders::draft, api::service_order::ServiceOrderRequest => api::repair::RepairDetail;
    "service_order.set_aside", "Says that nothing comes of a service order", Repair,
        crate::service_orders::set_aside, api::service_order::SetServiceOrderAside => api::Done;
    "service_order.picture", "Fetches a picture of a flaw, for somebody who wants to see it", Repair,
        crate::service_orders::picture, api::service_order::ServiceOrderPictureRequest => api::system::Picture;
    "repair.shop", "The shop, as every record names it", Look,
        crate::repairs::shop, api::Nothing => api::repair::RepairShopReply;
    "repair.set_shop", "Sets the shop up", Manage,
        crate::repairs::set_shop, api::repair::RepairShop => api::Done;
    "repair.check", "What keeps a record from being settled, and what looks wrong in it", Repair,
        crate::repairs::check, api::repair::CheckRepair => api::repair::RepairChecked;
    "repair.save", "A new draft of a repair record, or the new state of one", Repair,
        crate::repairs::save, api::repair::SaveRepair => api::repair::RepairDetail;
    "repair.drop", "Throws a draft away", Repair,
        crate::repairs::drop_draft, api::repair::DropRepair => api::Done;
    "repair.settle", "Settles a repair; its record goes up to the archive", Repair,
        crate::repairs::settle, api::repair::SettleRepair => api::repair::RepairDetail;
    "repair.correct", "Puts a settled record right; it goes up again under its number", Repair,
        crate::repairs::correct, api::repair::CorrectRepair => api::repair::RepairDetail;
    "repair.list", "Repair records by any part of plate, VIN or list number", Repair,
        crate::repairs::list, api::repair::RepairListRequest => api::repair::RepairList;
    "repair.detail", "Everything known of one repair record", Repair,
        crate::repairs::detail, api::repair::RepairRequest => api::repair::RepairDetail;
    "repair.past", "A car's settled records by plate or VIN", Repair,
        crate::repairs::past, api::repair::PastRepairsRequest => api::repair::PastRepairs;
    "repair.open", "Settled records that the archive does not have as they are, and what it said", Repair,
        crate::repairs::open, api::Nothing => api::repair::OpenUploads;
    "repair.print", "A record's settlement list as it is printed", Repair,
        crate::repairs::print, api::repair::RepairRequest => api::repair::PrintedText;
    "repair.print_pdf", "A record's settlement list as one page in a file", Repair,
        crate::repairs::print_pdf, api::repair::RepairRequest => api::repair::PrintedFile;
    "repair.templates", "Templates of repairs", Repair,
        crate::repairs::templates, api::Nothing => api::repair::RepairTemplates;
    "repair.save_template", "A new template of a repair, or the new state of one", Repair,
        crate::repairs::save_template, api::repair::RepairTemplate => api::repair::RepairTemplate;
    "repair.remove_template", "Throws a template away", Repair,
        crate::repairs::remove_template, api::repair::RemoveRepairTemplate => api::Done;
    "repair.known", "Items and parts that the shop has used, without prices", Repair,
        crate::repairs::known, api::repair::KnownLinesRequest => api::repair::KnownLines;
    "repair.import_preview", "What a shop's own list of jobs would become, line by line", Repair,
        crate::repairs::import_preview, api::repair_import::ImportRepairs => api::repair_import::ImportPreview;
    "repair.import", "Takes a shop's own list of jobs in; each goes up to the archive", Repair,
        crate::repairs::import, api::repair_import::ImportRepairs => api::repair_import::ImportPreview;
    "repair.compliance", "Every settled record, when it was uploaded, and how long that took", Repair,
        crate::repairs::compliance, api::repair::ComplianceRequest => api::repair::ComplianceReport;
    "violation.test_link", "Has docloud check our signature: key, secret and clock", Violations,
        crate::violations::test_link, api::Nothing => api::Done;
    "violation.cities", "What each city wants to know of a car before it tells of violations", Violations,
        crate::violations::cities, api::violation::ViolationCitiesRequest => api::violation::ViolationCities;
    "violation.query", "Asks docloud for a car's violations with their fees", Violations,
        crate::violations::query, api::violation::QueryViolations => api::violation::ViolationCarView;
    "violation.cars", "Cars whose violations were asked for", Violations,
        crate::violations::cars, api::violation::ViolationCarsRequest => api::violation::ViolationCarList;
    "violation.car", "What is known of a car's violations, without asking", Violations,
        crate::violations::car, api::violation::ViolationCarRequest => api::violation::ViolationCarView;
    "violation.price", "What handling violations would cost that are known from elsewhere", Violations,
        crate::violations::price, api::violation::PriceViolations => api::violation::ViolationCarView;
    "violation.count_cities", "Cities in which violations can be counted", Violations,
        crate::violations::count_cities, api::Nothing => api::violation::CountCities;
    "violation.count", "How many violations a car has", Violations,
        crate::violations::count, api::violation::CountViolations => api::violation::ViolationsCounted;
    "violation.check_licence", "Whether points can go off the owner's own licence", Violations,
        crate::violations::check_licence, api::violation::CheckLicence => api::violation::LicenceChecked;
    "violation.upload_licence", "Sends photographs of the vehicle licence", Violations,
        crate::violations::upload_licence, api::violation::UploadLicence => api::violation::ViolationCarView;
    "violation.order", "Orders that violations be handled, at the total that was told", Violations,
        crate::violations::order, api::violation::OrderViolations => api::violation::ViolationOrderDetail;
    "violation.send_again", "Sends an order again under its own number; docloud takes it but once", Violations,
        crate::violations::send_again, api::violation::ViolationOrderRequest => api::violation::ViolationOrderDetail;
    "violation.ask_order", "Asks docloud how an order stands", Violations,
        crate::violations::ask_order, api::violation::ViolationOrderRequest => api::violation::ViolationOrderDetail;
    "violation.orders", "Orders that have violations handled", Violations,
        crate::violations::orders, api::violation::ViolationOrdersRequest => api::violation::ViolationOrderList;
    "violation.order_detail", "Everything known of one order", Violations,
        crate::violations::order_detail, api::violation::ViolationOrderRequest => api::violation::ViolationOrderDetail;
    "violation.take_money", "Takes a customer's cash for an order; it is held until docloud has it", Violations,
        crate::violations::take_money, api::violation::TakeViolationMoney => api::violation::ViolationOrderDetail;
    "violation.give_back", "Gives a customer back what is held for an order", Violations,
        crate::violations::give_back, api::violation::GiveViolationMoneyBack => api::violation::ViolationOrderDetail;
    "fleet.cars", "Fleets and their cars that docloud watches", Violations,
        crate::fleets::cars, api::fleet::FleetCarsRequest => api::fleet::FleetCarList;
    "fleet.add", "Has cars of a fleet watched, fifty in a batch", Violations,
        crate::fleets::add, api::fleet::AddFleetCars => api::fleet::FleetReport;
    "fleet.remove", "Has cars not watched any more", Violations,
        crate::fleets::remove, api::fleet::RemoveFleetCars => api::fleet::FleetReport;
    "fleet.import_preview", "What a fleet's own list would become, line by line", Violations,
        crate::fleets::import_preview, api::fleet::ImportFleet => api::fleet::FleetPreview;
    "fleet.import", "Begins to have the cars of a fleet's own list watched", Violations,
        crate::fleets::begin_import, api::fleet::BeginFleetImport => api::fleet::FleetImport;
    "fleet.import_look", "How far that is", Violations,
        crate::fleets::look_at_import, api::fleet::FleetImportRequest => api::fleet::FleetImportReply;
    "fleet.import_cancel", "Ends it after the batch that is on its way; the rest is not sent", Violations,
        crate::fleets::cancel_import, api::fleet::CancelFleetImport => api::fleet::FleetImport;
    "fleet.alarms", "New violations of watched cars, and data that docloud finds wrong", Violations,
        crate::fleets::alarms, api::fleet::FleetAlarmsRequest => api::fleet::FleetAlarmList;
    "fleet.see_alarm", "Says that an alarm of a watched car was seen", Violations,
        crate::fleets::see_alarm, api::fleet::SeeFleetAlarm => api::Done;
    "inspection.catalogue", "Makes, lines, models, provinces, cities and districts to choose from", Violations,
        crate::inspections::catalogue, api::inspection::CatalogueRequest => api::inspection::CatalogueReply;
    "inspection.check", "Whether a car need not be looked at, and which rule fails", Violations,
        crate::inspections::check, api::inspection::CheckInspection => api::inspection::InspectionChecked;
    "inspection.bind", "Makes a car known to docloud for its inspection", Violations,
        crate::inspections::bind, api::inspection::BindInspection => api::inspection::InspectionDetail;
    "inspection.offer", "What an inspection costs and which documents it wants", Violations,
        crate::inspections::offer, api::inspection::InspectionRequest => api::inspection::InspectionOfferView;
    "inspection.order", "Orders an inspection at the price that was told", Violations,
        crate::inspections::order, api::inspection::OrderInspection => api::inspection::InspectionDetail;
    "inspection.decide", "Says what became of an inspection whose answer was lost", Violations,
        crate::inspections::decide, api::inspection::DecideInspection => api::inspection::InspectionDetail;
    "inspection.ask", "Asks docloud how an inspection stands", Violations,
        crate::inspections::ask, api::inspection::InspectionRequest => api::inspection::InspectionDetail;
    "inspection.list", "Inspections", Violations,
        crate::inspections::list, api::inspection::InspectionListRequest => api::inspection::InspectionList;
    "inspection.detail", "Everything known of one inspection", Violations,
        crate::inspections::detail, api::inspection::InspectionRequest => api::inspection::InspectionDetail;
    "etcp.state", "Whether ETCP is set up, and the money that is held for it", Etcp,
        crate::etcp::state, api::Nothing => api::etcp::EtcpState;
    "etcp.send_code", "Has ETCP send a driver a code, once a minute", Etcp,
        crate::etcp::send_code, api::etcp::EtcpSendCode => api::etcp::EtcpAccountView;
    "etcp.sign_in", "Signs a driver in at ETCP with the code", Etcp,
        crate::etcp::sign_in, api::etcp::EtcpSignIn => api::etcp::EtcpAccountView;
    "etcp.join", "Signs a driver in at ETCP without a code", Etcp,
        crate::etcp::join, api::etcp::EtcpJoin => api::etcp::EtcpAccountView;
    "etcp.account", "A driver who is served for ETCP's lots", Etcp,
        crate::etcp::account, api::etcp::EtcpAccountRequest => api::etcp::EtcpAccountView;
    "etcp.accounts", "The drivers who were served last", Etcp,
        crate::etcp::accounts, api::Nothing => api::etcp::EtcpAccounts;
    "etcp.bind", "Binds a plate to a driver at ETCP: three at once, four a month", Etcp,
        crate::etcp::bind, api::etcp::EtcpBind => api::etcp::EtcpAccountView;
    "etcp.release", "Releases a plate that was bound here", Etcp,
        crate::etcp::release, api::etcp::EtcpRelease => api::etcp::EtcpAccountView;
    "etcp.fee", "What a car in one of ETCP's lots owes", Etcp,
        crate::etcp::fee, api::etcp::EtcpFeeRequest => api::etcp::EtcpFee;
    "etcp.pay", "Takes cash for a stay in one of ETCP's lots, and tells ETCP", TakePayment,
        crate::etcp::pay, api::etcp::EtcpPay => api::etcp::EtcpPaidReply;
    "etcp.payments", "Money taken for ETCP's lots, and whether ETCP has it", Etcp,
        crate::etcp::payments, api::etcp::EtcpPaymentsRequest => api::etcp::EtcpPayments;
    "etcp.ask", "Asks ETCP at once whether it has a payment, or what is due now", Etcp,
        crate::etcp::ask, api::etcp::EtcpPaymentRequest => api::etcp::EtcpPaymentRow;
    "etcp.give_back", "Gives a driver the money of a payment back that ETCP does not have", TakePayment,
        crate::etcp::give_back, api::etcp::EtcpGiveBack => api::etcp::EtcpPaymentRow;
    "etcp.resolve", "Says what became of a payment that ETCP's lists say nothing of", Manage,
        crate::etcp::resolve, api::etcp::EtcpResolve => api::etcp::EtcpPaymentRow;
    "etcp.ledger", "The accounts of money held for ETCP and owed to it, line by line", Manage,
        crate::etcp::ledger, api::etcp_account::EtcpLedgerRequest => api::etcp_account::EtcpLedger;
    "etcp.settle", "Says that what is owed to ETCP was paid to it, outside", Manage,
        crate::etcp::settle, api::etcp_account::EtcpSettle => api::etcp_account::EtcpLedger;
    "etcp.settle_back", "Says that a settlement with ETCP was none; it is owed again", Manage,
        crate::etcp::settle_back, api::etcp_account::EtcpSettleBack => api::etcp_account::EtcpLedger;
    "etcp.history", "A driver's stays of the last seven days, as ETCP lists them", Etcp,
        crate::etcp::history, api::etcp::EtcpAccountRequest => api::etcp::EtcpHistory;
    "etcp.lots", "Lots around a point or in a city, a page at a time", Etcp,
        crate::etcp::lots, api::etcp::EtcpLotsRequest => lotdesk_domain::etcp::LotsPage;
    "etcp.lot_state", "How full one of ETCP's lots is", Etcp,
        crate::etcp::lot_state, api::etcp::EtcpLotStateRequest => lotdesk_domain::etcp::LotState;
    "etcp.stays", "Cars that ETCP's lots told of", Etcp,
        crate::etcp::stays, api::etcp::EtcpStaysRequest => api::etcp::EtcpStays;
    "etcp.occupancy", "How full ETCP's lots are by what they told", Etcp,
        crate::etcp::occupancy, api::Nothing => api::etcp::EtcpOccupancy;
    "repair.export", "Begins to write the report that a shop can show into a file", Repair,
        crate::reports::export_repairs, api::report::ExportRepairs => api::report::ReportJob;
    "repair.export_job", "How far that file is, and where it lies", Repair,
        crate::reports::repairs_job, api::report::ReportJobRequest => api::report::ReportJob;
    "repair.export_cancel", "Ends it; it leaves no file", Repair,
        crate::reports::cancel_repairs, api::report::ReportJobRequest => api::report::ReportJob;
    "repair.export_files", "Its files, with size and hash", Repair,
        crate::reports::repairs_files, api::report::ReportJobRequest => api::file::FileList;
    "repair.export_read", "A chunk of such a file, for a PC that is attached over the network", Repair,
        crate::reports::read_repairs, api::file::ReadReportFile => api::file::FileChunk;
    "picture.get", "A lane's picture", Look,
        crate::records::picture, api::system::PictureRequest => api::system::Picture;
    "attach.list", "The PCs that may attach over the network, and whether the door is open", Manage,
        crate::attach::list, api::Nothing => api::attach::AttachedPcs;
    "attach.admit", "Lets a PC attach over the network; its key is told this once", Manage,
        crate::attach::admit, api::attach::AdmitPc => api::attach::AdmittedPc;
    "attach.revoke", "Lets a PC attach no more; what it has open ends at once", Manage,
        crate::attach::revoke, api::attach::RevokePc => api::Done;
    "config.state", "The settings in force, where each came from, and which secrets are set", Look,
        crate::upkeep::settings, api::Nothing => api::settings::SettingsState;
    "config.reload", "Reads settings and secrets again; broken ones are refused and what runs goes on", Manage,
        crate::upkeep::reload, api::Nothing => api::settings::Reloaded;
    "selftest.city", "Begins to try the city platform out, step by step", Resend,
        crate::upkeep::test_city, api::selftest::SelfTestRequest => api::selftest::SelfTestReport;
    "selftest.look", "The last self-test, running or ended", Look,
        crate::upkeep::look, api::Nothing => api::selftest::SelfTestReport;
    "selftest.cancel", "Ends the running self-test", Resend,
        crate::upkeep::cancel, api::Nothing => api::Done;
    "system.interfaces", "Every interface of the platforms: built or not, used or not", Look,
        crate::board::interfaces, api::Nothing => api::system::InterfaceList;
    "system.listener", "Where platforms push to us, by which certificate, and what was refused there", Look,
        crate::board::listener, api::Nothing => api::listener::ListenerStatus;
    "system.health", "Version, clock, and the journal's head", Open,
        crate::board::health, api::Nothing => api::system::Health;
}

/// Every command, in the order of the list.
pub fn commands() -> &'static [CommandSpec] {
    COMMANDS
}

fn schema<T: JsonSchema>() -> Schema {
    schemars::schema_for!(T)
}

/// Reads a request, naming the field that is not as it should be.
fn read<T: DeserializeOwned>(request: Value) -> Result<T, Refusal> {
    // A list would be read as the fields in their order, which no schema offers.
    if !request.is_object() && !request.is_null() {
        return Err(Refusal::new(
            Code::BadRequest,
            "请求格式有误：应为 JSON 对象",
            "The request is not what the command takes: a JSON object is wanted.",
        ));
    }
    serde_path_to_error::deserialize(request).map_err(|why| {
        let path = why.path().to_string();
        let refusal = Refusal::new(
            Code::BadRequest,
            format!("请求格式有误：{}", why.inner()),
            format!("The request is not what the command takes: {}.", why.inner()),
        );
        if path == "." { refusal } else { refusal.at(path) }
    })
}

fn write<T: Serialize>(reply: &T) -> Result<Value, Refusal> {
    serde_json::to_value(reply).map_err(Refusal::internal)
}
