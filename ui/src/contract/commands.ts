// Written by `cargo xtask bindings` from the engine's command list. Do not edit.
import type { AcknowledgeAlarm } from './AcknowledgeAlarm'
import type { AddFleetCars } from './AddFleetCars'
import type { AdmitPc } from './AdmitPc'
import type { AdmitWaiting } from './AdmitWaiting'
import type { AdmittedPc } from './AdmittedPc'
import type { AlarmList } from './AlarmList'
import type { ApproveCredit } from './ApproveCredit'
import type { ArrearsList } from './ArrearsList'
import type { AskPlatform } from './AskPlatform'
import type { AttachCoupon } from './AttachCoupon'
import type { AttachedPcs } from './AttachedPcs'
import type { BayReply } from './BayReply'
import type { BayReportRequest } from './BayReportRequest'
import type { BeginFleetImport } from './BeginFleetImport'
import type { BindInspection } from './BindInspection'
import type { BoardSnapshot } from './BoardSnapshot'
import type { CancelFleetImport } from './CancelFleetImport'
import type { CancelGarageCommand } from './CancelGarageCommand'
import type { CancelReservation } from './CancelReservation'
import type { CarHistory } from './CarHistory'
import type { CarHistoryRequest } from './CarHistoryRequest'
import type { CatalogueReply } from './CatalogueReply'
import type { CatalogueRequest } from './CatalogueRequest'
import type { ChannelFileList } from './ChannelFileList'
import type { ChannelFileRequest } from './ChannelFileRequest'
import type { ChannelFileView } from './ChannelFileView'
import type { ChargeCheck } from './ChargeCheck'
import type { ChargeOrder } from './ChargeOrder'
import type { ChargeOrderList } from './ChargeOrderList'
import type { ChargeOrdersRequest } from './ChargeOrdersRequest'
import type { ChargerReport } from './ChargerReport'
import type { CheckInspection } from './CheckInspection'
import type { CheckLicence } from './CheckLicence'
import type { CheckList } from './CheckList'
import type { CheckOrders } from './CheckOrders'
import type { CheckRepair } from './CheckRepair'
import type { CheckTariff } from './CheckTariff'
import type { CheckedTariff } from './CheckedTariff'
import type { ChooseEntry } from './ChooseEntry'
import type { CloseShift } from './CloseShift'
import type { CloseUnseen } from './CloseUnseen'
import type { CollectDebt } from './CollectDebt'
import type { CompareWalk } from './CompareWalk'
import type { ComplianceReport } from './ComplianceReport'
import type { ComplianceRequest } from './ComplianceRequest'
import type { ControlList } from './ControlList'
import type { ControlRow } from './ControlRow'
import type { CorrectPlate } from './CorrectPlate'
import type { CorrectRepair } from './CorrectRepair'
import type { CountCities } from './CountCities'
import type { CountShift } from './CountShift'
import type { CountViolations } from './CountViolations'
import type { CouponByHand } from './CouponByHand'
import type { CouponList } from './CouponList'
import type { CouponListRequest } from './CouponListRequest'
import type { CouponTaken } from './CouponTaken'
import type { CouponsIssued } from './CouponsIssued'
import type { CreateOperator } from './CreateOperator'
import type { CreditList } from './CreditList'
import type { CreditListRequest } from './CreditListRequest'
import type { CreditRow } from './CreditRow'
import type { CreditRules } from './CreditRules'
import type { CreditRulesReply } from './CreditRulesReply'
import type { CurrentShift } from './CurrentShift'
import type { CurrentTariff } from './CurrentTariff'
import type { DebtList } from './DebtList'
import type { DebtsRequest } from './DebtsRequest'
import type { DecideInspection } from './DecideInspection'
import type { DetailRequest } from './DetailRequest'
import type { DeviceReport } from './DeviceReport'
import type { DismissWaiting } from './DismissWaiting'
import type { Done } from './Done'
import type { DriverScreen } from './DriverScreen'
import type { DropRepair } from './DropRepair'
import type { EndDouble } from './EndDouble'
import type { EnterSeen } from './EnterSeen'
import type { ErasePerson } from './ErasePerson'
import type { EtcpAccountRequest } from './EtcpAccountRequest'
import type { EtcpAccountView } from './EtcpAccountView'
import type { EtcpAccounts } from './EtcpAccounts'
import type { EtcpBind } from './EtcpBind'
import type { EtcpFee } from './EtcpFee'
import type { EtcpFeeRequest } from './EtcpFeeRequest'
import type { EtcpGiveBack } from './EtcpGiveBack'
import type { EtcpHistory } from './EtcpHistory'
import type { EtcpJoin } from './EtcpJoin'
import type { EtcpLedger } from './EtcpLedger'
import type { EtcpLedgerRequest } from './EtcpLedgerRequest'
import type { EtcpLotStateRequest } from './EtcpLotStateRequest'
import type { EtcpLotsRequest } from './EtcpLotsRequest'
import type { EtcpOccupancy } from './EtcpOccupancy'
import type { EtcpPaidReply } from './EtcpPaidReply'
import type { EtcpPay } from './EtcpPay'
import type { EtcpPaymentRequest } from './EtcpPaymentRequest'
import type { EtcpPaymentRow } from './EtcpPaymentRow'
import type { EtcpPayments } from './EtcpPayments'
import type { EtcpPaymentsRequest } from './EtcpPaymentsRequest'
import type { EtcpRelease } from './EtcpRelease'
import type { EtcpResolve } from './EtcpResolve'
import type { EtcpSendCode } from './EtcpSendCode'
import type { EtcpSettle } from './EtcpSettle'
import type { EtcpSettleBack } from './EtcpSettleBack'
import type { EtcpSignIn } from './EtcpSignIn'
import type { EtcpState } from './EtcpState'
import type { EtcpStays } from './EtcpStays'
import type { EtcpStaysRequest } from './EtcpStaysRequest'
import type { ExportRepairs } from './ExportRepairs'
import type { ExportReport } from './ExportReport'
import type { ExportTariff } from './ExportTariff'
import type { FileChunk } from './FileChunk'
import type { FileList } from './FileList'
import type { FirstStartReply } from './FirstStartReply'
import type { FleetAlarmList } from './FleetAlarmList'
import type { FleetAlarmsRequest } from './FleetAlarmsRequest'
import type { FleetCarList } from './FleetCarList'
import type { FleetCarsRequest } from './FleetCarsRequest'
import type { FleetImport } from './FleetImport'
import type { FleetImportReply } from './FleetImportReply'
import type { FleetImportRequest } from './FleetImportRequest'
import type { FleetPreview } from './FleetPreview'
import type { FleetReport } from './FleetReport'
import type { FoundDifference } from './FoundDifference'
import type { GarageList } from './GarageList'
import type { GarageOrdered } from './GarageOrdered'
import type { GarageReport } from './GarageReport'
import type { GateCommanded } from './GateCommanded'
import type { GiveViolationMoneyBack } from './GiveViolationMoneyBack'
import type { HandAlarmOn } from './HandAlarmOn'
import type { Health } from './Health'
import type { ImportFleet } from './ImportFleet'
import type { ImportPreview } from './ImportPreview'
import type { ImportRepairs } from './ImportRepairs'
import type { InboxDetail } from './InboxDetail'
import type { InboxListReply } from './InboxListReply'
import type { InboxListRequest } from './InboxListRequest'
import type { InboxMessageRequest } from './InboxMessageRequest'
import type { InspectionChecked } from './InspectionChecked'
import type { InspectionDetail } from './InspectionDetail'
import type { InspectionList } from './InspectionList'
import type { InspectionListRequest } from './InspectionListRequest'
import type { InspectionOfferView } from './InspectionOfferView'
import type { InspectionRequest } from './InspectionRequest'
import type { InterfaceList } from './InterfaceList'
import type { InvoiceDetail } from './InvoiceDetail'
import type { InvoiceList } from './InvoiceList'
import type { InvoiceListRequest } from './InvoiceListRequest'
import type { InvoicePaper } from './InvoicePaper'
import type { InvoiceRequest } from './InvoiceRequest'
import type { InvoiceRow } from './InvoiceRow'
import type { IssueCoupons } from './IssueCoupons'
import type { IssueInvoice } from './IssueInvoice'
import type { IssueTicket } from './IssueTicket'
import type { KnownLines } from './KnownLines'
import type { KnownLinesRequest } from './KnownLinesRequest'
import type { LaneReport } from './LaneReport'
import type { Lease } from './Lease'
import type { LeaseList } from './LeaseList'
import type { LeaveByTicket } from './LeaveByTicket'
import type { LetGo } from './LetGo'
import type { LicenceChecked } from './LicenceChecked'
import type { ListControls } from './ListControls'
import type { ListReply } from './ListReply'
import type { ListRequest } from './ListRequest'
import type { ListReservations } from './ListReservations'
import type { ListShifts } from './ListShifts'
import type { ListenerStatus } from './ListenerStatus'
import type { LoadTariff } from './LoadTariff'
import type { LockRecord } from './LockRecord'
import type { Locked } from './Locked'
import type { LotState } from './LotState'
import type { LotsPage } from './LotsPage'
import type { MakeRefund } from './MakeRefund'
import type { MarkGone } from './MarkGone'
import type { MarkInside } from './MarkInside'
import type { MerchantFile } from './MerchantFile'
import type { MerchantList } from './MerchantList'
import type { MerchantRequest } from './MerchantRequest'
import type { MerchantRow } from './MerchantRow'
import type { MessageDetail } from './MessageDetail'
import type { MessageRequest } from './MessageRequest'
import type { NameCar } from './NameCar'
import type { NamePin } from './NamePin'
import type { NeighbourList } from './NeighbourList'
import type { Nothing } from './Nothing'
import type { OpenAgain } from './OpenAgain'
import type { OpenByHand } from './OpenByHand'
import type { OpenDrawer } from './OpenDrawer'
import type { OpenShift } from './OpenShift'
import type { OpenUploads } from './OpenUploads'
import type { OperatorList } from './OperatorList'
import type { OrderInspection } from './OrderInspection'
import type { OrderList } from './OrderList'
import type { OrderViolations } from './OrderViolations'
import type { OrdersRequest } from './OrdersRequest'
import type { OverdueList } from './OverdueList'
import type { Paid } from './Paid'
import type { PaperFetch } from './PaperFetch'
import type { PassageList } from './PassageList'
import type { PastRepairs } from './PastRepairs'
import type { PastRepairsRequest } from './PastRepairsRequest'
import type { PayAttemptRequest } from './PayAttemptRequest'
import type { PayAttemptView } from './PayAttemptView'
import type { PayByTrade } from './PayByTrade'
import type { PayCash } from './PayCash'
import type { PayStay } from './PayStay'
import type { PaymentList } from './PaymentList'
import type { PaymentRequestView } from './PaymentRequestView'
import type { PaymentsRequest } from './PaymentsRequest'
import type { PersonReply } from './PersonReply'
import type { PersonRequest } from './PersonRequest'
import type { Picture } from './Picture'
import type { PictureRequest } from './PictureRequest'
import type { PlanTariff } from './PlanTariff'
import type { PlateCorrected } from './PlateCorrected'
import type { PlateSet } from './PlateSet'
import type { PlatformLeases } from './PlatformLeases'
import type { PriceViolations } from './PriceViolations'
import type { PrintReceipt } from './PrintReceipt'
import type { PrintedFile } from './PrintedFile'
import type { PrintedText } from './PrintedText'
import type { PrinterView } from './PrinterView'
import type { ProposeCredit } from './ProposeCredit'
import type { PutInEntry } from './PutInEntry'
import type { QueryViolations } from './QueryViolations'
import type { Quote } from './Quote'
import type { QuoteRequest } from './QuoteRequest'
import type { ReadInvoicePdf } from './ReadInvoicePdf'
import type { ReadReply } from './ReadReply'
import type { ReadReportFile } from './ReadReportFile'
import type { ReadRequest } from './ReadRequest'
import type { ReceiptPreview } from './ReceiptPreview'
import type { ReceiptRequest } from './ReceiptRequest'
import type { ReceiptSent } from './ReceiptSent'
import type { ReconcileDays } from './ReconcileDays'
import type { ReconcilePeriod } from './ReconcilePeriod'
import type { Reconciled } from './Reconciled'
import type { ReconciledAll } from './ReconciledAll'
import type { RecordDetail } from './RecordDetail'
import type { RefundList } from './RefundList'
import type { RefundMade } from './RefundMade'
import type { RefundsRequest } from './RefundsRequest'
import type { ReleaseFree } from './ReleaseFree'
import type { Reloaded } from './Reloaded'
import type { RemoveControl } from './RemoveControl'
import type { RemoveFleetCars } from './RemoveFleetCars'
import type { RemoveLease } from './RemoveLease'
import type { RemoveRepairTemplate } from './RemoveRepairTemplate'
import type { RepairChecked } from './RepairChecked'
import type { RepairDetail } from './RepairDetail'
import type { RepairList } from './RepairList'
import type { RepairListRequest } from './RepairListRequest'
import type { RepairRequest } from './RepairRequest'
import type { RepairShop } from './RepairShop'
import type { RepairShopReply } from './RepairShopReply'
import type { RepairTemplate } from './RepairTemplate'
import type { RepairTemplates } from './RepairTemplates'
import type { ReportJob } from './ReportJob'
import type { ReportJobRequest } from './ReportJobRequest'
import type { ReportJobs } from './ReportJobs'
import type { ReportPage } from './ReportPage'
import type { RequestPayment } from './RequestPayment'
import type { ResendAll } from './ResendAll'
import type { Resent } from './Resent'
import type { ReservationList } from './ReservationList'
import type { ResolveInvoice } from './ResolveInvoice'
import type { RetrieveCar } from './RetrieveCar'
import type { ReverseInvoice } from './ReverseInvoice'
import type { RevokePc } from './RevokePc'
import type { SaveControl } from './SaveControl'
import type { SaveLease } from './SaveLease'
import type { SaveMerchant } from './SaveMerchant'
import type { SaveRepair } from './SaveRepair'
import type { ScanPayCode } from './ScanPayCode'
import type { SearchReply } from './SearchReply'
import type { SearchRequest } from './SearchRequest'
import type { SeeFleetAlarm } from './SeeFleetAlarm'
import type { SeenEntered } from './SeenEntered'
import type { SelfTestReport } from './SelfTestReport'
import type { SelfTestRequest } from './SelfTestRequest'
import type { Seller } from './Seller'
import type { SellerReply } from './SellerReply'
import type { ServiceOrderDetail } from './ServiceOrderDetail'
import type { ServiceOrderList } from './ServiceOrderList'
import type { ServiceOrderListRequest } from './ServiceOrderListRequest'
import type { ServiceOrderPictureRequest } from './ServiceOrderPictureRequest'
import type { ServiceOrderRequest } from './ServiceOrderRequest'
import type { SetGarageState } from './SetGarageState'
import type { SetLaneState } from './SetLaneState'
import type { SetLot } from './SetLot'
import type { SetPlate } from './SetPlate'
import type { SetPrice } from './SetPrice'
import type { SetServiceOrderAside } from './SetServiceOrderAside'
import type { SetStation } from './SetStation'
import type { SettingsState } from './SettingsState'
import type { SettleDifference } from './SettleDifference'
import type { SettleMerchant } from './SettleMerchant'
import type { SettlePassage } from './SettlePassage'
import type { SettleRepair } from './SettleRepair'
import type { SettlementList } from './SettlementList'
import type { ShareList } from './ShareList'
import type { ShiftList } from './ShiftList'
import type { ShiftRequest } from './ShiftRequest'
import type { ShiftSheet } from './ShiftSheet'
import type { ShiftView } from './ShiftView'
import type { ShowDriver } from './ShowDriver'
import type { ShowReport } from './ShowReport'
import type { SignedIn } from './SignedIn'
import type { SpaceReport } from './SpaceReport'
import type { StartCharge } from './StartCharge'
import type { StationList } from './StationList'
import type { StayDetail } from './StayDetail'
import type { StayList } from './StayList'
import type { StayListRequest } from './StayListRequest'
import type { StayPaid } from './StayPaid'
import type { StayQuote } from './StayQuote'
import type { StayRequest } from './StayRequest'
import type { StaysInside } from './StaysInside'
import type { StockReply } from './StockReply'
import type { StockRequest } from './StockRequest'
import type { StopCharge } from './StopCharge'
import type { StoreCar } from './StoreCar'
import type { StreetRules } from './StreetRules'
import type { TakeViolationMoney } from './TakeViolationMoney'
import type { TariffFile } from './TariffFile'
import type { TariffRows } from './TariffRows'
import type { Ticket } from './Ticket'
import type { TriedFee } from './TriedFee'
import type { TryTariff } from './TryTariff'
import type { UnlockRecord } from './UnlockRecord'
import type { UnreadPassage } from './UnreadPassage'
import type { UnseenClosedList } from './UnseenClosedList'
import type { UploadLicence } from './UploadLicence'
import type { UseStreetCoupon } from './UseStreetCoupon'
import type { ViolationCarList } from './ViolationCarList'
import type { ViolationCarRequest } from './ViolationCarRequest'
import type { ViolationCarView } from './ViolationCarView'
import type { ViolationCarsRequest } from './ViolationCarsRequest'
import type { ViolationCities } from './ViolationCities'
import type { ViolationCitiesRequest } from './ViolationCitiesRequest'
import type { ViolationOrderDetail } from './ViolationOrderDetail'
import type { ViolationOrderList } from './ViolationOrderList'
import type { ViolationOrderRequest } from './ViolationOrderRequest'
import type { ViolationOrdersRequest } from './ViolationOrdersRequest'
import type { ViolationsCounted } from './ViolationsCounted'
import type { VoidCoupon } from './VoidCoupon'
import type { WalkCompared } from './WalkCompared'
import type { WithdrawCredit } from './WithdrawCredit'
import type { WithdrawTariff } from './WithdrawTariff'

export interface Commands {
  'operator.first_start': [Nothing, FirstStartReply]
  'operator.create_first_manager': [NamePin, SignedIn]
  'operator.sign_in': [NamePin, SignedIn]
  'operator.sign_out': [Nothing, Done]
  'operator.create': [CreateOperator, Done]
  'operator.list': [Nothing, OperatorList]
  'lot.set': [SetLot, Done]
  'lot.current': [Nothing, SetLot]
  'lot.upload': [Nothing, Done]
  'lot.spaces': [SpaceReport, Done]
  'lot.bay_report': [BayReportRequest, BayReply]
  'board.snapshot': [Nothing, BoardSnapshot]
  'driver.show': [ShowDriver, DriverScreen]
  'lane.read': [ReadRequest, ReadReply]
  'lane.report': [LaneReport, Done]
  'lane.open_by_hand': [OpenByHand, GateCommanded]
  'lane.dismiss': [DismissWaiting, Done]
  'lane.admit': [AdmitWaiting, ReadReply]
  'lane.open_again': [OpenAgain, GateCommanded]
  'lane.car_gone': [MarkGone, Done]
  'lane.still_inside': [MarkInside, StaysInside]
  'lane.end_double': [EndDouble, ReadReply]
  'lane.issue_ticket': [IssueTicket, Ticket]
  'lane.set_state': [SetLaneState, Done]
  'lane.device': [DeviceReport, Done]
  'exit.quote': [QuoteRequest, Quote]
  'exit.pay_cash': [PayCash, Paid]
  'exit.release_free': [ReleaseFree, Paid]
  'exit.choose_entry': [ChooseEntry, ReadReply]
  'exit.put_in_entry': [PutInEntry, ReadReply]
  'exit.by_ticket': [LeaveByTicket, ReadReply]
  'exit.request_payment': [RequestPayment, PaymentRequestView]
  'exit.let_go': [LetGo, GateCommanded]
  'arrears.list': [DebtsRequest, DebtList]
  'arrears.collect': [CollectDebt, Paid]
  'payment.scan': [ScanPayCode, PayAttemptView]
  'payment.look': [PayAttemptRequest, PayAttemptView]
  'payment.query': [PayAttemptRequest, PayAttemptView]
  'payment.cancel': [PayAttemptRequest, PayAttemptView]
  'payment.by_trade': [PayByTrade, Paid]
  'payment.list': [PaymentsRequest, PaymentList]
  'order.list': [OrdersRequest, OrderList]
  'refund.make': [MakeRefund, RefundMade]
  'refund.list': [RefundsRequest, RefundList]
  'reconcile.ask_city': [ReconcilePeriod, Reconciled]
  'reconcile.compare': [ReconcilePeriod, Reconciled]
  'reconcile.all': [ReconcileDays, ReconciledAll]
  'reconcile.settle': [SettleDifference, FoundDifference]
  'channel_file.preview': [ChannelFileRequest, ChannelFileView]
  'channel_file.import': [ChannelFileRequest, ChannelFileView]
  'channel_file.list': [ReconcileDays, ChannelFileList]
  'report.show': [ShowReport, ReportPage]
  'report.export': [ExportReport, ReportJob]
  'report.job': [ReportJobRequest, ReportJob]
  'report.jobs': [Nothing, ReportJobs]
  'report.cancel': [ReportJobRequest, ReportJob]
  'report.files': [ReportJobRequest, FileList]
  'report.read': [ReadReportFile, FileChunk]
  'receipt.print': [PrintReceipt, ReceiptSent]
  'alarm.list': [Nothing, AlarmList]
  'alarm.acknowledge': [AcknowledgeAlarm, Done]
  'alarm.hand_on': [HandAlarmOn, Done]
  'shift.current': [Nothing, CurrentShift]
  'shift.open': [OpenShift, ShiftView]
  'shift.count': [CountShift, ShiftView]
  'shift.close': [CloseShift, ShiftSheet]
  'shift.sheet': [ShiftRequest, ShiftSheet]
  'shift.print': [ShiftRequest, Done]
  'shift.list': [ListShifts, ShiftList]
  'drawer.open': [OpenDrawer, Done]
  'printer.state': [Nothing, PrinterView]
  'receipt.preview': [ReceiptRequest, ReceiptPreview]
  'street.list': [StayListRequest, StayList]
  'street.detail': [StayRequest, StayDetail]
  'street.quote': [StayRequest, StayQuote]
  'street.set_plate': [SetPlate, PlateSet]
  'street.pay_cash': [PayStay, StayPaid]
  'street.use_coupon': [UseStreetCoupon, StayQuote]
  'street.arrears': [StayListRequest, ArrearsList]
  'street.rules': [Nothing, StreetRules]
  'street.set_rules': [StreetRules, Done]
  'record.search': [SearchRequest, SearchReply]
  'car.history': [CarHistoryRequest, CarHistory]
  'record.detail': [DetailRequest, RecordDetail]
  'passage.list': [Nothing, PassageList]
  'passage.settle': [SettlePassage, UnreadPassage]
  'walk.compare': [CompareWalk, WalkCompared]
  'walk.close': [CloseUnseen, UnseenClosedList]
  'walk.enter': [EnterSeen, SeenEntered]
  'record.lock': [LockRecord, Locked]
  'record.unlock': [UnlockRecord, Locked]
  'record.correct_plate': [CorrectPlate, PlateCorrected]
  'outbox.list': [ListRequest, ListReply]
  'outbox.detail': [MessageRequest, MessageDetail]
  'outbox.resend': [MessageRequest, Done]
  'outbox.resend_all': [ResendAll, Resent]
  'inbox.list': [InboxListRequest, InboxListReply]
  'inbox.detail': [InboxMessageRequest, InboxDetail]
  'invoice.seller': [Nothing, SellerReply]
  'invoice.set_seller': [Seller, Done]
  'invoice.issue': [IssueInvoice, InvoiceRow]
  'invoice.reverse': [ReverseInvoice, InvoiceRow]
  'invoice.list': [InvoiceListRequest, InvoiceList]
  'invoice.detail': [InvoiceRequest, InvoiceDetail]
  'invoice.resolve': [ResolveInvoice, InvoiceRow]
  'invoice.fetch_pdf': [InvoiceRequest, InvoicePaper]
  'invoice.fetch_look': [InvoiceRequest, PaperFetch]
  'invoice.fetch_cancel': [InvoiceRequest, Done]
  'invoice.read_pdf': [ReadInvoicePdf, FileChunk]
  'invoice.stock': [StockRequest, StockReply]
  'credit.rules': [Nothing, CreditRulesReply]
  'credit.set_rules': [CreditRules, Done]
  'credit.overdue': [CreditListRequest, OverdueList]
  'credit.propose': [ProposeCredit, CreditRow]
  'credit.approve': [ApproveCredit, CreditRow]
  'credit.withdraw': [WithdrawCredit, Done]
  'credit.list': [CreditListRequest, CreditList]
  'person.show': [PersonRequest, PersonReply]
  'person.erase': [ErasePerson, Done]
  'tariff.current': [Nothing, CurrentTariff]
  'tariff.try': [TryTariff, TriedFee]
  'tariff.check': [CheckTariff, CheckedTariff]
  'tariff.history': [Nothing, TariffRows]
  'tariff.export': [ExportTariff, TariffFile]
  'tariff.load': [LoadTariff, CurrentTariff]
  'tariff.plan': [PlanTariff, TariffRows]
  'tariff.withdraw': [WithdrawTariff, TariffRows]
  'merchant.list': [Nothing, MerchantList]
  'merchant.save': [SaveMerchant, MerchantRow]
  'merchant.settle': [SettleMerchant, MerchantRow]
  'merchant.settlements': [MerchantRequest, SettlementList]
  'merchant.export': [MerchantRequest, MerchantFile]
  'coupon.list': [CouponListRequest, CouponList]
  'coupon.issue': [IssueCoupons, CouponsIssued]
  'coupon.attach': [AttachCoupon, CouponTaken]
  'coupon.by_hand': [CouponByHand, CouponTaken]
  'coupon.void': [VoidCoupon, Done]
  'lease.list': [Nothing, LeaseList]
  'lease.save': [SaveLease, Lease]
  'reservation.list': [ListReservations, ReservationList]
  'reservation.cancel': [CancelReservation, Done]
  'share.list': [Nothing, ShareList]
  'neighbour.list': [Nothing, NeighbourList]
  'charger.stations': [Nothing, StationList]
  'charger.set_station': [SetStation, Done]
  'charger.set_price': [SetPrice, Done]
  'charger.start': [StartCharge, ChargeOrder]
  'charger.stop': [StopCharge, ChargeOrder]
  'charger.name_car': [NameCar, ChargeOrder]
  'charger.orders': [ChargeOrdersRequest, ChargeOrderList]
  'charger.check': [CheckOrders, ChargeCheck]
  'charger.checks': [Nothing, CheckList]
  'charger.report': [ChargerReport, Done]
  'lease.remove': [RemoveLease, Done]
  'lease.ask_platform': [AskPlatform, PlatformLeases]
  'control.list': [ListControls, ControlList]
  'control.save': [SaveControl, ControlRow]
  'control.remove': [RemoveControl, Done]
  'garage.list': [Nothing, GarageList]
  'garage.store': [StoreCar, GarageOrdered]
  'garage.retrieve': [RetrieveCar, GarageOrdered]
  'garage.cancel': [CancelGarageCommand, Done]
  'garage.set_state': [SetGarageState, Done]
  'garage.report': [GarageReport, Done]
  'service_order.list': [ServiceOrderListRequest, ServiceOrderList]
  'service_order.detail': [ServiceOrderRequest, ServiceOrderDetail]
  'service_order.draft': [ServiceOrderRequest, RepairDetail]
  'service_order.set_aside': [SetServiceOrderAside, Done]
  'service_order.picture': [ServiceOrderPictureRequest, Picture]
  'repair.shop': [Nothing, RepairShopReply]
  'repair.set_shop': [RepairShop, Done]
  'repair.check': [CheckRepair, RepairChecked]
  'repair.save': [SaveRepair, RepairDetail]
  'repair.drop': [DropRepair, Done]
  'repair.settle': [SettleRepair, RepairDetail]
  'repair.correct': [CorrectRepair, RepairDetail]
  'repair.list': [RepairListRequest, RepairList]
  'repair.detail': [RepairRequest, RepairDetail]
  'repair.past': [PastRepairsRequest, PastRepairs]
  'repair.open': [Nothing, OpenUploads]
  'repair.print': [RepairRequest, PrintedText]
  'repair.print_pdf': [RepairRequest, PrintedFile]
  'repair.templates': [Nothing, RepairTemplates]
  'repair.save_template': [RepairTemplate, RepairTemplate]
  'repair.remove_template': [RemoveRepairTemplate, Done]
  'repair.known': [KnownLinesRequest, KnownLines]
  'repair.import_preview': [ImportRepairs, ImportPreview]
  'repair.import': [ImportRepairs, ImportPreview]
  'repair.compliance': [ComplianceRequest, ComplianceReport]
  'violation.test_link': [Nothing, Done]
  'violation.cities': [ViolationCitiesRequest, ViolationCities]
  'violation.query': [QueryViolations, ViolationCarView]
  'violation.cars': [ViolationCarsRequest, ViolationCarList]
  'violation.car': [ViolationCarRequest, ViolationCarView]
  'violation.price': [PriceViolations, ViolationCarView]
  'violation.count_cities': [Nothing, CountCities]
  'violation.count': [CountViolations, ViolationsCounted]
  'violation.check_licence': [CheckLicence, LicenceChecked]
  'violation.upload_licence': [UploadLicence, ViolationCarView]
  'violation.order': [OrderViolations, ViolationOrderDetail]
  'violation.send_again': [ViolationOrderRequest, ViolationOrderDetail]
  'violation.ask_order': [ViolationOrderRequest, ViolationOrderDetail]
  'violation.orders': [ViolationOrdersRequest, ViolationOrderList]
  'violation.order_detail': [ViolationOrderRequest, ViolationOrderDetail]
  'violation.take_money': [TakeViolationMoney, ViolationOrderDetail]
  'violation.give_back': [GiveViolationMoneyBack, ViolationOrderDetail]
  'fleet.cars': [FleetCarsRequest, FleetCarList]
  'fleet.add': [AddFleetCars, FleetReport]
  'fleet.remove': [RemoveFleetCars, FleetReport]
  'fleet.import_preview': [ImportFleet, FleetPreview]
  'fleet.import': [BeginFleetImport, FleetImport]
  'fleet.import_look': [FleetImportRequest, FleetImportReply]
  'fleet.import_cancel': [CancelFleetImport, FleetImport]
  'fleet.alarms': [FleetAlarmsRequest, FleetAlarmList]
  'fleet.see_alarm': [SeeFleetAlarm, Done]
  'inspection.catalogue': [CatalogueRequest, CatalogueReply]
  'inspection.check': [CheckInspection, InspectionChecked]
  'inspection.bind': [BindInspection, InspectionDetail]
  'inspection.offer': [InspectionRequest, InspectionOfferView]
  'inspection.order': [OrderInspection, InspectionDetail]
  'inspection.decide': [DecideInspection, InspectionDetail]
  'inspection.ask': [InspectionRequest, InspectionDetail]
  'inspection.list': [InspectionListRequest, InspectionList]
  'inspection.detail': [InspectionRequest, InspectionDetail]
  'etcp.state': [Nothing, EtcpState]
  'etcp.send_code': [EtcpSendCode, EtcpAccountView]
  'etcp.sign_in': [EtcpSignIn, EtcpAccountView]
  'etcp.join': [EtcpJoin, EtcpAccountView]
  'etcp.account': [EtcpAccountRequest, EtcpAccountView]
  'etcp.accounts': [Nothing, EtcpAccounts]
  'etcp.bind': [EtcpBind, EtcpAccountView]
  'etcp.release': [EtcpRelease, EtcpAccountView]
  'etcp.fee': [EtcpFeeRequest, EtcpFee]
  'etcp.pay': [EtcpPay, EtcpPaidReply]
  'etcp.payments': [EtcpPaymentsRequest, EtcpPayments]
  'etcp.ask': [EtcpPaymentRequest, EtcpPaymentRow]
  'etcp.give_back': [EtcpGiveBack, EtcpPaymentRow]
  'etcp.resolve': [EtcpResolve, EtcpPaymentRow]
  'etcp.ledger': [EtcpLedgerRequest, EtcpLedger]
  'etcp.settle': [EtcpSettle, EtcpLedger]
  'etcp.settle_back': [EtcpSettleBack, EtcpLedger]
  'etcp.history': [EtcpAccountRequest, EtcpHistory]
  'etcp.lots': [EtcpLotsRequest, LotsPage]
  'etcp.lot_state': [EtcpLotStateRequest, LotState]
  'etcp.stays': [EtcpStaysRequest, EtcpStays]
  'etcp.occupancy': [Nothing, EtcpOccupancy]
  'repair.export': [ExportRepairs, ReportJob]
  'repair.export_job': [ReportJobRequest, ReportJob]
  'repair.export_cancel': [ReportJobRequest, ReportJob]
  'repair.export_files': [ReportJobRequest, FileList]
  'repair.export_read': [ReadReportFile, FileChunk]
  'picture.get': [PictureRequest, Picture]
  'attach.list': [Nothing, AttachedPcs]
  'attach.admit': [AdmitPc, AdmittedPc]
  'attach.revoke': [RevokePc, Done]
  'config.state': [Nothing, SettingsState]
  'config.reload': [Nothing, Reloaded]
  'selftest.city': [SelfTestRequest, SelfTestReport]
  'selftest.look': [Nothing, SelfTestReport]
  'selftest.cancel': [Nothing, Done]
  'system.interfaces': [Nothing, InterfaceList]
  'system.listener': [Nothing, ListenerStatus]
  'system.health': [Nothing, Health]
}

export type CommandName = keyof Commands
