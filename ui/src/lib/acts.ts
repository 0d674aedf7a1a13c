import type { CommandName } from '@/host'

/** What only looks: desks ask for it by themselves, again and again. Everything that is not named here does something. */
const LOOKS: readonly CommandName[] = [
  'operator.list', 'lot.current', 'lot.spaces', 'board.snapshot', 'exit.quote', 'arrears.list', 'payment.look', 'payment.list', 'order.list',
  'refund.list', 'reconcile.compare', 'reconcile.all', 'channel_file.preview', 'channel_file.list', 'report.show', 'report.job', 'report.jobs',
  'report.files', 'report.read', 'alarm.list', 'shift.current', 'shift.sheet', 'shift.list', 'printer.state', 'receipt.preview', 'street.list',
  'street.detail', 'street.quote', 'street.arrears', 'street.rules', 'record.search', 'record.detail', 'passage.list', 'walk.compare',
  'outbox.list', 'outbox.detail', 'inbox.list', 'inbox.detail', 'invoice.seller', 'invoice.list', 'invoice.detail', 'invoice.fetch_look',
  'invoice.stock', 'credit.rules', 'credit.overdue', 'credit.list', 'tariff.current', 'tariff.try', 'tariff.check', 'tariff.history',
  'merchant.list', 'merchant.settlements', 'coupon.list', 'lease.list', 'reservation.list', 'share.list', 'neighbour.list', 'charger.stations',
  'charger.orders', 'charger.checks', 'control.list', 'garage.list', 'service_order.list', 'service_order.detail',
  'service_order.picture', 'repair.shop', 'repair.check', 'repair.list', 'repair.detail', 'repair.past', 'repair.open', 'repair.templates',
  'repair.known', 'repair.import_preview', 'repair.compliance', 'repair.export_job', 'repair.export_files', 'repair.export_read', 'violation.cities',
  'violation.cars', 'violation.car', 'violation.orders', 'violation.order_detail', 'fleet.cars', 'fleet.import_preview', 'fleet.import_look',
  'fleet.alarms', 'inspection.catalogue', 'inspection.list', 'inspection.detail', 'etcp.state', 'etcp.account', 'etcp.accounts',
  'etcp.payments', 'etcp.ledger', 'etcp.history', 'etcp.lots', 'etcp.lot_state', 'etcp.stays', 'etcp.occupancy', 'picture.get', 'attach.list',
  'config.state', 'selftest.look', 'system.interfaces', 'system.listener', 'system.health',
]
const LOOKING: ReadonlySet<CommandName> = new Set(LOOKS)

/** True of a command that changes nothing and costs nobody anything, whenever and however often it is asked. */
export function isLook(name: CommandName): boolean {
  return LOOKING.has(name)
}
