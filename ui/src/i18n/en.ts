import { en as alarms } from './desks/alarms'
import { en as attach } from './desks/attach'
import { en as billing } from './desks/billing'
import { en as cars } from './desks/cars'
import { en as charging } from './desks/charging'
import { en as driver } from './desks/driver'
import { en as exceptions } from './desks/exceptions'
import { en as garage } from './desks/garage'
import { en as lanes } from './desks/lanes'
import { en as lists } from './desks/lists'
import { en as merchants } from './desks/merchants'
import { en as payment } from './desks/payment'
import { en as reconcile } from './desks/reconcile'
import { en as shift } from './desks/shift'
import { en as reconcileAll } from './desks/reconcileAll'
import { en as palette } from './desks/palette'
import { en as session } from './desks/session'
import { en as setup } from './desks/setup'
import { en as street } from './desks/street'
import etcp from '@/etcp/en'
import service from '@/service/en'
import violation from '@/violations/en'

export default {
  etcp,
  service,
  violation,
  app: { name: 'Lotdesk', about: 'Operator console for parking lots and repair shops', demo: 'Demo lot' },
  common: {
    all: 'All', back: 'Back', retry: 'Try again', loading: 'Loading…', no_rows: 'Nothing here', list_comma: ', ',
    no_answer: 'The engine does not answer. Nothing is lost; try again in a moment. The gate can be opened by hand.',
  },
  time: { seconds: '{s} s', minutes: '{m} min', hours_minutes: '{h} h {m} min', days_hours: '{d} d {h} h' },
  nav: { label: 'Main', booth: 'Booth', alarms: 'Alarms', shift: 'Shift', cars: 'Cars', lists: 'Lists', billing: 'Invoices', street: 'Street', charging: 'Charging', reports: 'Reports', garage: 'Garage', service: 'Service', reconcile: 'Reconcile', platforms: 'Platforms', settings: 'Settings' },
  nav_long: { booth: 'Booth', alarms: 'Alarms of devices, events, platforms', shift: 'Shift: begin, count, hand over', cars: 'Cars and refunds', lists: 'Control lists, leases, reservations, sharing', billing: 'Invoices and credit', street: 'Street bays', charging: 'Charging', reports: 'Reports and exports', garage: 'Mechanical garages', service: 'Repair shop: orders and records', reconcile: 'Reconciling with the city platform', platforms: 'Platform messages', settings: 'Settings' },
  theme: { to_dark: 'Dark', to_light: 'Light', system: 'As the system', light: 'Light', dark: 'Dark' },
  role: { attendant: 'Attendant', clerk: 'Clerk', manager: 'Manager' },
  role_may: { attendant: 'Lanes, payments, exceptions, resending', clerk: 'Looking, resending', manager: 'Everything, and approves as the second person' },
  platform: { city: 'City parking platform', charging: 'Charging platform', etcp: 'ETCP parking', docloud: 'Violations and inspection', repair: 'Repair archive', autox3: 'AutoX3' },
  platform_short: { city: 'City', charging: 'Charging', etcp: 'ETCP', docloud: 'Violations', repair: 'Repair', autox3: 'AutoX3' },
  link_state: { idle: 'not tried', up: 'up', down: 'offline', login_refused: 'login refused' },
  links: {
    up: '{n} up', none: 'No platform', none_more: 'No platform is configured. Once lotdesk.toml holds an address and an account, its link appears here.', since: 'for {wait}', waiting: '{n} waiting',
    needs_person: '{n} need a person', oldest: 'oldest waits {wait}', last_error: 'Last error: {error}',
  },
  top: { free: 'Open to all', waiting: 'Waiting' },
  banner: {
    engine_down: 'The engine is gone; reconnecting. The screen shows the last known state. Open the gate by hand if a car must go.',
    offline: '{who} offline, {n} messages wait', oldest: 'the oldest for {wait}', goes_on: 'Payments and gates go on; all is sent when it is back.',
  },
  signin: {
    who: 'Who is on duty', who_keys: '↑ ↓ choose', pin: 'PIN (digits)', pin_again: 'PIN again', name: 'Name', submit: 'Sign in as {name}', submit_plain: 'Sign in',
    demo_pin: 'Demo lot: the PIN of everybody is {pin}', ended: 'The engine was restarted and your sign-in has ended. Please sign in again.',
    first_title: 'First start: create the manager', first_about: 'The manager adds attendants, sets the tariff and approves free releases.', create: 'Create and sign in',
    name_note: '1 to 20 characters', pin_note: '4 to 12 digits; remember them', rule_name: 'A name is needed', rule_name_long: '20 characters at most',
    rule_pin: 'A PIN has 4 to 12 digits', rule_again: 'The two PINs differ', nobody: 'Nobody can sign in yet', nobody_hint: 'A manager adds people under Settings → People.', may_again: 'You may try again.',
  },
  plate: { none: 'No plate' },
  plate_color: { blue: 'Blue plate', yellow: 'Yellow plate', green: 'Green plate (new energy)', yellow_green: 'Yellow-green plate (large new energy)', white: 'White plate', black: 'Black plate' },
  class: { small: 'Small car', medium: 'Medium car', large: 'Large car' },
  car_color: { 白: 'white', 黑: 'black', 银: 'silver', 灰: 'grey', 蓝: 'blue', 红: 'red', 棕: 'brown', 金: 'gold', 绿: 'green', 黄: 'yellow', 橙: 'orange', 紫: 'purple', 粉: 'pink' },
  standing: { temporary: 'Casual', lease: 'Lease', reserved: 'Reserved', shared: 'Shared', paid_more: 'Paid, overstayed' },
  gate: { unknown: 'Gate unknown', closed: 'Gate closed', opening: 'Opening', open: 'Gate open', fault: 'Gate fault' },
  fate: {
    entered: 'Came in', left: 'Left', must_pay: 'To pay', refused_full: 'Lot full', already_inside: 'Already inside', no_entry: 'No entry record', no_plate: 'Plate unread',
    barred: 'On a control list', locked: 'Locked', lane_closed: 'Lane out of service', repeat: 'Read again', late: 'Late report',
  },
  fate_short: {
    entered: 'Opened', left: 'Opened', must_pay: 'To pay', refused_full: 'Full', already_inside: 'Inside', no_entry: 'No entry', no_plate: 'No plate', barred: 'Barred', locked: 'Locked', lane_closed: 'Closed', repeat: 'Again', late: 'Late',
  },
  level: { info: 'Information', look: 'Worth a look', act: 'Act now' },
  picture: { none: 'No picture', loading: 'Loading picture…', failed: 'The picture cannot be shown' },
  entry: { title: 'Entries', no_reads: 'No reads yet', none: 'No entry lanes' },
  exit: {
    title: 'Exit payment', lanes: 'Exit lanes', live: 'Car at the exit: {plate}', stay: '{stay} parked', since: 'since {at}', entered_at: 'In {at}', here_at: 'At the exit {at}',
    due: 'Due', sum: 'Fee {fee} − off {discount} − paid {paid}', changed: 'Changed: it was ¥{before}', how: 'How', pictures: 'Pictures', free: 'Free', scan: 'Pay code', coupon: 'Coupons', scanned: 'Paid by {channel}', received: 'Received', cash: 'Cash',
    change: 'Change', missing: 'Missing', take: 'Take ¥{given}, give ¥{change}, open', take_exact: 'Take exactly ¥{due}, open', let_out: 'Nothing due, open', short_by: '¥{missing} are missing',
    type_amount: 'Type what was received', accept_new: 'Accept the new amount ¥{due}', paying: 'Booking…', not_permitted: 'Your role may not take money',
    unknown_short: 'Checking; do not take money again', unknown: 'Outcome unknown, checking', unknown_more: 'The same payment number is asked for again and again; nothing is booked twice. Do not take money again, and keep the car here.',
    next: 'Done, next car', paid_done: '¥{due} booked', free_done: 'Released free', was_free: 'Free', gate_opens: 'The gate opens', gate_shut: 'The gate did not open, see above', gate_stays: 'Not paid at a lane, the gate stays',
    receipt: 'Receipt', receipt_loading: 'Preparing the receipt…', idle: 'No car waits to pay', idle_more: 'A car that comes to an exit appears here by itself', last: 'Last car', last_paid: '¥{received} received, ¥{change} change', last_free: '¥{due} let off',
  },
  fee: { title: '{tariff} · {stay}', fee: 'Fee', discount: 'Let off', coupon: 'Coupon {channel}', paid: 'Paid', deposit: 'From the deposit', none: 'There are no lines' },
  fee_step: { free_minutes: 'Free minutes', first_period: 'First period', following_periods: 'Following periods', once: 'Per visit', span_cap: 'Above the cap of the span', daily_cap: 'Above the daily cap', stay_cap: 'Above the cap of a stay', new_energy_free: 'Free minutes, new energy', free_while_charging: 'Free while charging', new_energy_discount: 'New-energy discount', new_tariff: 'New tariff from here', earlier_stay: 'Asked for the stay before', covered_by_lease: 'Covered by a lease', covered_by_sharing: 'Shared hours', free_by_list: 'Free by a control list' },
  reason: {
    label: 'Reason', keys: '↑ ↓ for the usual ones, or type', too_short: 'Give a reason of at least 2 characters', too_long: '100 characters at most',
    open: ['Gate did not open', 'Emergency vehicle', 'Car backed up and came again', 'Maintenance', 'Official visitor'],
    free: ['Emergency vehicle', 'Long wait through a fault', 'Charged by mistake', 'Own service car', 'Shop pays'],
    dismiss: ['Not a car', 'The car has left', 'The car turned round', 'Dealt with elsewhere'],
    put_in: ['Entry was not read', 'Power cut at the entry', 'Plate was misread', 'Came in by another way'],
    admit: ['Plate misread, checked by eye', 'Last exit was not read', 'Space left, manager agrees', 'Car without a plate'],
    unlock: ['Papers and owner checked', 'Owner reached by telephone', 'The owner is here in person'],
  },
  resolve: {
    second: 'Nothing is due: a second person who may approve must agree',
    title: 'Exception', how: 'How', choose: 'Choose a car inside', put_in: 'Put in an entry', search: 'Any part of the plate', search_note: 'Two characters or more, among the cars inside', nothing: 'No car inside has "{part}" in its plate',
    candidates: 'Candidates', no_candidates: 'No car inside looks alike. Search by plate, or press F6 to put in an entry.', differs: 'Differs: {what}', found: 'Found by plate', this_one: 'It is {plate}, price it', choose_first: 'Choose a car first',
    put_in_and_price: 'Put in the entry and price it', unlock: 'Checked, unlock', locked_since: 'Locked since {at}', entry_picture: 'Came in {at}', listed_by: 'Put there by {who}, until {until}', may_not_pass: 'Must not pass', admit: 'Record and open', dismiss: 'Remove', not_permitted: 'Your role may not work lanes', plate: 'Plate', plate_note: 'As you see it yourself', entered_at: 'Came in at', entered_note: 'Such as 2026-11-22 14:32',
    rule_plate: 'A whole plate is needed, such as 粤B12345', rule_time: 'Write it as 2026-11-22 14:32', rule_future: 'The entry cannot lie in the future', confidence: 'sure {n}',
    why: {
      must_pay: '', entered: '', left: '', repeat: '', late: 'The camera’s clock is {n} s off, or its line is slow: this read opened no gate. Look at the picture, choose the car, and have the camera’s clock set.',
      no_entry: 'No entry is known for this plate. Compare the pictures and choose the car, or put in an entry.', no_plate: 'The camera saw a car and could not read its plate. Type it from the picture.', already_inside: 'A car with this plate is inside. Compare the pictures, then let it in or remove it.',
      refused_full: 'No space is left for casual cars. Send it on and remove it, or let it in for a reason.', barred: 'This plate is on a control list and must not pass. Ask whoever put it there; remove the car when it is gone.', locked: 'The owner locked this car. Compare the pictures, look whose it is, then unlock it.', lane_closed: 'This entry is out of service. Send the car to another one and remove it, or let it in for a reason.',
    },
  },
  grid: { space: '{label}: {state}', hint: 'Alt B enters the grid, arrows look around', summary: '{free} free, {taken} taken, {reserved} reserved, {unknown} unknown.' },
  space_state: { free: 'Free', taken: 'Taken', reserved: 'Reserved', unknown: 'Unknown' },
  board: { title: 'The lot', free_of: '{free} free of {total}', free_held: '{free} free of {total}, {reserved} reserved', around: 'Full here; nearby', offer: '{name} {free} free', metres: '{n} m', km: '{n} km', counts_only: 'This lot counts by area and has no space detectors, so there is no grid.' },
  events: { title: 'Events and alarms', none: 'Nothing yet. Entries, exits, payments and alarms appear here, the newest first.' },
  event: {
    violation_order_made: 'Violations order {number} made, to be paid', violation_order_refused: 'docloud refuses a violations order: {code} {why}', violation_order_unknown: "A violations order's answer was lost and is looked for: {why}", violation_order_paid: 'Violations order {number} paid, being handled', violation_order_done: 'Violations order {number} done', violation_order_in_part: 'Violations order {number} done in part: money goes back to the customer', violation_order_closed: 'Violations order {number} closed', violation_money_taken: '{amount} yuan taken to be held for violations', violation_money_returned: '{amount} yuan held for violations given back', watched_car_violations: 'A watched car has {count} violations that are new or changed', watched_car_wrong: "A watched car's data is wrong: {code} {why}", inspection_ordered: 'Inspection {number} ordered', inspection_unknown: "An inspection's answer was lost: a person must find out",
    service_order_came: 'Service order {number} came', repair_settled: 'Repair settled: {code} goes up', repair_corrected: 'Repair record {code} corrected: {reason}', repair_near: 'Repair record {code} must be up before {until}', repair_over: 'Repair record {code} was not up before {until}',
    etcp_paid: '¥ {amount} taken for {lot} (ETCP)', etcp_missed: 'A payment for ETCP did not arrive: give it back', etcp_given_back: 'A payment for ETCP was given back: {reason}', etcp_settled: '¥ {amount} paid to ETCP ({reference})', etcp_settlement_taken_back: 'A settlement with ETCP was taken back: {reason}',
    car_entered: 'Came in', entry_put_in: 'Entry put in: {reason}', car_left: 'Left', car_backed_out: 'Backed out, entry cancelled', refused_full: 'Refused, lot full', no_entry: 'No entry record at the exit', no_plate: 'Plate unread', late_read: 'Late report',
    entry_approved: 'Entry record agreed by {approver}', released_free: 'Released free ¥{amount}: {reason} ({approver} agreed)', paid: 'Cash ¥{amount}', paid_by_code: 'Pay code ({channel}) ¥{amount}', paid_by_trade: 'Own board ({channel}) ¥{amount}, typed in: {trade}', debt_paid: 'Debt paid ¥{amount}', let_go_owing: 'Let go owing ¥{amount}: {reason}', scan_refused: 'Scan not taken: {reason}', scan_unknown: 'Scan unknown: {reason}', scan_cancelled: 'Scan withdrawn: {reason}', channel_refund_refused: 'Channel refuses a refund: {reason}', channel_refund_unknown: 'Channel refund unknown: {reason}', channel_file_taken: 'Took in {channel} bill {name}', difference_resent: 'Difference: sent again: {reason}', difference_put_right: 'Difference put right ¥{amount}: {reason} ({approver} agreed)', difference_accepted: 'Difference accepted: {reason}', paid_online: 'Paid online ¥{amount}', paid_in_part: 'Paid online in part ¥{amount}', paid_too_much: 'Paid online ¥{amount}, ¥{extra} to be given back', payment_requested: 'Platform asked to take the fee', deduction_booked: 'Left, platform takes ¥{amount}', refunded: 'Refunded ¥{amount}: {reason} {approver}', opened_by_hand: 'Opened by hand: {reason}', same_plate: 'Same plate already inside', lane_fault: 'Lane fault {remark}', lane_recovered: 'Lane works again', gate_not_opened: 'Let out, gate did not open {why}', gate_tried_again: 'Opened once more: {reason}', car_gone: 'Gate did not open, car is gone: {reason}', engine_noted: '{why}', car_came_in: 'Gate alarm over, car did come in: {reason}', still_inside: 'Gate did not open, car is still inside: {reason}', passed_unread_in: 'A car came in unread', passed_unread_out: 'A car left unread', passage_settled: 'Unread passage settled: {reason}', closed_unseen: 'Stay ended by hand: {reason}', closed_unseen_owing: 'Stay ended by hand, ¥{amount} owed: {reason}', ticket_issued: 'Ticket {code} for a car without a plate',
    charge_ended: 'Charging ended, {energy} kWh, {amount} yuan', connector_fault: 'Connector {connector} broken: {remark}', charge_disputed: 'The platform disputes charging order {order}', charge_check_disputed: 'The platform disputes {count} charging orders',
    waiting_dismissed: 'Removed from the lane: {reason}', tariff_set: 'New tariff: {name}', tariff_planned: 'Tariff {name} takes effect at {from}', tariff_withdrawn: 'Tariff {name} withdrawn: {reason}', coupon_by_hand: 'Let off by hand: {reason} (agreed by {approver})', coupon_attached: 'Coupon shown', merchant_settled: 'A merchant settled ¥{amount}, ¥{waived} waived', coupon_voided: 'Coupon voided: {reason}', paid_by_coupons: 'Let off by coupons: ¥{amount}', lot_set: 'Lot data updated', signed_in: '{operator} signed in', sign_in_refused: 'Wrong PIN, sign-in refused', pc_admitted: '{operator} admitted the PC {pc}', pc_revoked: '{operator} revoked the PC {pc}', message_resent: 'Message {interface} sent again', alarm_acknowledged: 'Alarm acknowledged {note}', alarm_handed_on: 'Alarm handed on: {note}', shift_opened: '{operator} began a shift with ¥{amount}', shift_closed: '{operator} handed the shift over, over/short ¥{amount}', platform_pointed: 'The lot reports to {address} from now on',
    reservation_booked: 'Space reserved until {until}', reservation_paid: 'Reservation paid, until {until}', reservation_prolonged: 'Reservation prolonged until {until}', reservation_used: 'Reserved car came in', reservation_cancelled: 'Reservation cancelled', reservation_cancelled_by_hand: 'Reservation cancelled by hand: {reason}', reservation_expired: 'Reservation ran out, space free again',
    paid_from_deposit: 'Paid from the deposit ¥{amount}', share_set: 'Shared parking {first} to {last}', share_cancelled: 'Shared parking cancelled',
    stay_began: 'Bay {space}: a car came', stay_ended: 'A bay was left', stay_ended_unpaid: 'A bay was left, ¥{amount} owed', stay_plate_set: 'Plate entered at a bay', invoice_asked: 'Invoice {serial} asked for, ¥{amount}', invoice_reversal: 'Red invoice {serial} asked for, ¥{amount}: {reason}', invoice_issued: 'Invoice {code} {number} made', invoice_paper_kept: 'Invoice PDF fetched, {kib} KB', invoice_dropped: 'Invoice not made: {reason}',
    credit_proposed: 'Debt of ¥{amount} proposed for the credit register', credit_approved: 'Credit report agreed by {approver}', credit_withdrawn: 'Credit report withdrawn: {reason}', person_shown: '{operator} looked at personal data', history_shown: '{operator} saw the history in full: {reason}', person_erased: 'Personal data erased: {reason}',
    listed_barred: 'On a control list, not let pass (by {placed_by})', listed_warned: 'On a control list, keep an eye on it (by {placed_by})', listed_free: 'Passes free by a control list (by {placed_by})', held_locked: 'A locked car came to the exit and was not let out', lane_closed: 'A car came to an entry out of service',
    placed_no_entry: 'Listed: may not enter ({placed_by}, until {until})', placed_no_exit: 'Listed: may not leave ({placed_by}, until {until})', placed_no_passage: 'Listed: may neither enter nor leave ({placed_by}, until {until})', placed_warn: 'Listed: to be watched ({placed_by}, until {until})', placed_free_passage: 'Listed: passes free ({placed_by}, until {until})', control_removed: 'Taken off the control list',
    locked_by_owner: 'Locked by the owner', locked_by_hand: 'Locked at the booth: {reason}', lock_let_go: 'Unlocked after a second look: {reason}', unlocked_by_hand: 'Unlocked at the booth: {reason}', unlocked: 'Unlocked by the owner', plate_corrected: 'Plate put right from {from} to {to}: {reason}', plate_corrected_approved: 'Plate put right from {from} to {to}: {reason} (agreed by {approver})',
    lane_in_service: 'Lane back in service: {reason}', lane_jammed: 'Lane jammed: {reason}', lane_badly_jammed: 'Lane badly jammed: {reason}', lane_out_of_service: 'Lane out of service: {reason}', device_lost: '{device} does not answer {why}', device_back: '{device} answers again', motor_failed: "The gate's motor failed: {remark}", lease_extended: 'Lease extended by the platform until {until}', lease_ended: 'Lease ended: {reason}',
    garage_store_asked: 'Garage stores a car: space {space}', garage_retrieve_asked: 'Garage fetches a car: space {space}', garage_failed: 'Garage command failed: {reason}', garage_lapsed: 'Garage command must be asked again: {reason}', garage_cancelled: 'Garage command taken back: {reason}', garage_state: 'Garage {garage}: {state} {reason}', garage_event: 'Garage: {event} {space} {remark}',
  },
  queue: { title: 'Waiting', none: 'No car waits' },
  keys: { title: 'Function keys', F1: 'Help', F2: 'Search', F3: 'Open by hand', 'Shift+F3': 'Lane state', F6: 'Pay code', F7: 'Free', 'Shift+F7': 'Let go owing', F8: 'Remove', F8_coupon: 'Coupons', F9: 'Lock', F10: 'Garage', F11: 'Shift', F12: 'Change', hint: 'Digits → received, letters → search, Esc steps back' },
  help: {
    title: 'Keys', desks: 'Desks', signs: 'The four signals',
    sign: { act: 'Red: act now', look: 'Amber: have a look', fine: 'Green: fine', wait: 'Violet, hatched: waits for a platform; payments go on' },
    keys: {
      digits: { key: '0–9 .', does: 'What was received (empty means exactly what is due)' }, enter: { key: 'Enter', does: 'Does what the big button says, and only that' }, esc: { key: 'Esc', does: 'One step back: closes, clears, returns to the amount' },
      letters: { key: 'Letters', does: 'Open the search, beginning with this letter' }, f1: { key: 'F1', does: 'This help' }, f2: { key: 'F2', does: 'Search by any part of a plate' }, f3: { key: 'F3', does: 'Open a gate by hand, with a reason' }, shift_f3: { key: '⇧ F3', does: 'Lane out of service, jammed, back' },
      f4: { key: 'F4', does: 'The amount, line by line' }, f5: { key: 'F5', does: 'Cash: to the received field, all selected' }, f6: { key: 'F6', does: 'Pay code or trade number; exception: choose a car ⇄ put in an entry' }, f7: { key: 'F7', does: 'Release free; a PIN of a second person and a reason' },
      f8: { key: 'F8', does: 'Coupons; remove an exception, with a reason' }, f9: { key: 'F9', does: 'Lock the screen; a PIN unlocks it' }, f10: { key: 'F10', does: 'Mechanical garages: cars in and out, line, alarms' }, f11: { key: 'F11', does: 'Shift: begin, count the drawer, hand over' }, f12: { key: 'F12', does: 'Next operator by PIN; the car on the screen stays' }, f12_f12: { key: 'F12 F12', does: 'Sign out' }, alt_n: { key: 'Alt 1–9', does: 'To that car of the queue' }, alt_arrows: { key: 'Alt ↑ ↓', does: 'Previous or next waiting car' },
      alt_e: { key: 'Alt E', does: 'To the events; Tab moves, Enter opens' }, alt_b: { key: 'Alt B', does: 'To the grid; arrows look around' }, alt_o: { key: 'Alt O  G  I', does: 'Gate did not open: open again; car is gone; still inside' }, ctrl_d: { key: 'Ctrl D', does: 'Driver’s screen on and off' }, ctrl_k: { key: 'Ctrl K', does: 'Find anything by its name' }, ctrl_l: { key: 'Ctrl L', does: 'English ⇄ 中文' },
    },
  },
  search: { title: 'Find a car', label: 'Plate', placeholder: 'Any part of the plate', none: 'No record has "{part}" in its plate', keys: '↑ ↓ choose, Enter opens, Esc goes back' },
  open: { title: 'Open by hand', lane: 'Lane', effect: 'The gate of {lane} opens once, now; the command expires after 10 seconds. Your name and the reason are kept in the journal.', submit: 'Open {lane}' },
  dismiss: { title: 'Remove the waiting car', effect: '{plate} at {lane} is no longer waiting; the gate does not move. This is kept in the journal.', submit: 'Remove' },
  free: {
    title: 'Release free', effect: 'All of the ¥{due} due is let off, the gate opens, and it counts as a free release.', moved: 'By now ¥{due} are due; go back and begin again.', second: 'A second person (manager) agrees', pin: 'Their PIN',
    nobody: 'There is no other manager who could agree. Add one under Settings → People.', submit: 'Let off ¥{due} and open',
  },
  record_state: { inside: 'Inside', left: 'Left', cancelled: 'Cancelled' },
  record_type: { normal: 'Normal', abnormal: 'Abnormal record', left_locked: 'Left while locked' },
  pay_type: { cash: 'Cash', we_chat: 'WeChat', alipay: 'Alipay', union_pay: 'UnionPay', etc: 'ETC', other: 'Other' },
  record: {
    find: 'Find', list: 'Parking records', plate: 'Plate', standing: 'Standing', state: 'State', area: 'Area', entered: 'In', left: 'Out', received: 'Received', none: 'No parking records yet', none_hint: 'They appear here once the first car has come in.',
    none_text_hint: 'Try fewer characters, or digits from the middle of the plate.', pick: 'Choose a record on the left to see its pictures, money and messages.', by_hand: 'Put in by hand', still_inside: 'Still inside', money: 'Money', paid_at: 'Time', how: 'How', due: 'Due', off: 'Off',
    no_charges: 'Nothing was charged', sum: 'Sum', story: 'What happened', messages: 'Messages', no_messages: 'No messages',
  },
  platforms: { tabs: 'Content', messages: 'Messages', received: 'Received', interfaces: 'Interfaces' },
  message_state: { waiting: 'Waiting', sending: 'Sending', accepted: 'Accepted', refused: 'Refused', unknown: 'Unknown', held: 'Held back', replaced: 'Replaced' },
  rank: { basic: 'Basic data', record: 'Record', snapshot: 'Snapshot' },
  outcome: { none: 'under way', accepted: 'The platform has it', refused: 'Refused {code}: {words}', unknown: 'No reply: {why}', not_sent: 'Not sent: {why}' },
  message: {
    no: 'No.', interface: 'Interface', state: 'State', since: 'Since', attempts: 'Tries', last: 'Last answer', scope: 'Scope', only_open: 'Open', platform: 'Platform', resend: 'Send again', resend_all: 'Resend all refused and unknown',
    none_open: 'Nothing waits', none: 'No messages yet', none_hint: 'What must be reported (entries, exits, payments) is listed here first, and leaves "Open" once the platform has it.', pick: 'Choose a message on the left to see its content and every attempt.', own_id: 'Own id', parked: 'Parked', behind: 'behind #{no}',
    behind_more: 'goes once #{no} of the same record is accepted', problem: 'Breaks a rule', next: 'Next try', attempts_title: 'Attempts', never: 'Not tried yet', took: '{ms} ms', body: 'Content', resent: '#{no} is back in line', resent_all: '{n} are back in line',
    no_resend: { waiting: '', sending: 'It is being sent', accepted: 'The platform has it; nothing to resend', refused: '', unknown: '', held: 'It breaks the tables of the platform; mend the data first', replaced: 'A newer state took its place' },
  },
  interface: {
    1001: 'login', 1002: 'refresh', 1003: 'logout', 2001: 'picture', 2002: 'event', 3001: 'lot', 3002: 'lanes', 3003: 'equipment', 3004: 'spaces', 3005: 'tariff', 5001: 'space state', 5002: 'equipment state', 5003: 'counts',
    5004: 'entry', 5005: 'exit', 5006: 'correction', 5007: 'payment request', 5008: 'charge', 5009: 'refund', 5010: 'deduction check', 5011: 'lane state', 5012: 'leases', 4001: 'control list', 6001: 'reservation', 6002: 'reservation step', 6003: 'lock', 6004: 'sharing', 6005: 'cars inside', 6006: 'fee', 6007: 'paid', 6008: 'deduction contract', 6009: 'lease query', 6010: 'lease extension',
    8004: 'store', 8005: 'retrieve', 9001: 'guidance',
  },
  inbox_state: { done: 'Done', declined: 'Declined', refused: 'Not verified', open: 'Under way' },
  push_refusal: {
    too_many_connections: 'Too many connections', no_tls: 'No TLS', over_limit: 'Too many requests', unknown_path: 'Wrong address or method', too_large: 'Too large', too_slow: 'Did not arrive in time', strange_address: 'Address not on the list', no_token: 'No token',
    wrong_token: 'Wrong token', stale_token: 'Token has run out', bad_envelope: 'Malformed', bad_signature: 'Signature does not fit', stale_timestamp: 'Timestamp too far off', replay: 'Old request replayed', unknown_interface: 'No such interface', failed: 'Failed on this machine',
  },
  received: {
    at: 'Came at', transport: 'By', answer: 'Answer', repeats: 'Again', repeats_more: 'came {n} more times and got the first answer', from: 'From', verdict: 'Verdict', asked: 'Asked', unanswered: 'Not answered yet', reload: 'Reload', pick: 'Choose one on the left to see what the platform asked and what it was answered.', none: 'No platform has asked anything yet',
    none_hint: 'Reservations, locks, lists and questions that a platform sends are listed here, with the verdict and the answer.', listens: 'Listens at {url}', turned_away: '{n} turned away', no_listener: 'Nothing listens: no platform is set up', dropped: 'Body and answer have gone for their age.',
  },
  interfaces: { id: 'Id', name: 'Name', direction: 'Direction', transport: 'Transport', source: 'Section', implemented: 'Built', exercised: 'Last exchange here', built: 'Built', not_built: 'Not built', never: 'Never', sum: '{all} interfaces, {built} built, {used} exchanged on this machine' },
  direction: { up: 'Up', down: 'Down', both: 'Both' },
  receipt: { print: 'Print the receipt', sent_first: 'Sent to the printer', sent_copy: 'Sent to the printer, marked as a copy (补打)', problem: 'The last one failed: {why}' },
  reports: {
    kinds: 'Kind of report', period: 'Period', preset: { today: 'Today', yesterday: 'Yesterday', week: '7 days', month: 'This month', last_month: 'Last month', own: 'Own' }, first: 'First day', last: 'Last day', rule_day: 'A day as 2026-11-22', rule_order: 'The last day lies before the first', rule_ahead: 'The first day lies in the future',
    view: 'Shown as', table: 'Table', chart: 'Chart', unit: { yuan: 'yuan', cars: 'cars', percent: '%' }, total: 'Total of {n} rows', so_far: '{n} rows loaded', none: 'Nothing in this period', none_hint: 'Choose another period or report.', none_reconciled: 'Nothing differs, or the bills of this period were not asked for yet; the line below the title says which.',
    export: 'Export', waiting: 'waiting', rows: '{n} rows written', rows_of: '{n} of {of} rows written', cancel: 'Cancel', done: 'Done: {n} rows, {size}', cancelled: 'Cancelled; no file was left', not_permitted: 'Only a manager sees and exports reports', not_permitted_hint: 'Let a manager sign in.',
  },
  report_kind: {
    daily: 'Takings by day', monthly: 'Takings by month', lanes: 'By lane', operators: 'By operator', pay_types: 'By way to pay', payments: 'Payments', stays: 'Stays', shifts: 'Drawers', reconciliation: 'Reconciliation', arrears: 'Arrears', releases: 'Free passes, gates by hand', occupancy: 'Occupancy and turnover', repair_uploads: 'Repair uploads',
  },
  report_format: { xlsx: 'Excel (XLSX)', csv: 'CSV', pdf: 'PDF' },
  report_job_state: { waiting: 'Waiting', running: 'Running', done: 'Done', failed: 'Failed', cancelled: 'Cancelled' },
  settings: { title: 'Settings', tariff: 'Tariff', leases: 'Leases', operators: 'People', platforms: 'Platforms', remote: 'Remote PCs', window: 'Window', health: 'System', language: 'Language', theme: 'Appearance', window_note: 'Language and appearance belong to the window on this machine. Ctrl L switches the language at any time.' },
  tariff: {
    draft: 'Changes not in force', since: 'in force since {at}', open_file: 'Open a file…', text: 'Tariff file', line: 'line {n}', kept: '"{name}" stays in force; your text is kept as it is, mend it and try again.', replaced: 'In force: {name}',
    effect: 'It prices the time from its moment on, of the cars inside too; the time before stays as it was, and what is paid stays paid.', in_force: 'This is the tariff in force.', from: 'In force from', from_note: 'Empty: at once', rule_ahead: 'It must lie ahead', plan: 'In force from then', planned: 'In force from {at}', history: 'Before and planned', from_at: 'from {at}', open: 'Open', export: 'Save as a file', withdraw: 'Withdraw',
    power: 'Power', fuel: 'Fuel', new_energy: 'New energy', area: 'Area', area_note: 'Its code; may stay empty', coupons: 'Coupons', coupon_value: 'Value', coupon_add: 'Add', coupon_remove: 'Remove', discard: 'Discard', load: 'Put in force', try: 'Try it out', try_draft: 'By the changes on the left', try_current: 'By the tariff in force', class: 'Class', price: 'Price it', rule_order: 'The exit cannot come before the entry',
  },
  tariff_state: { past: 'Past', in_force: 'In force', planned: 'Planned', withdrawn: 'Withdrawn' },
  coupon_kind: { nothing: 'None', amount: 'Amount', hours: 'Hours', rate: 'Share', free: 'Everything' },
  coupon_note: { amount: 'Yuan', hours: 'Hours', rate: '0.3 takes 30 % off', free: 'Nothing to fill in' },
  operators: { role: 'Role', may: 'May', new: 'Add a person', create: 'Add', created: '{name} was added', taken: 'The name is taken', not_permitted: 'Only a manager may change this.' },
  leases: {
    price: 'Price a month', price_note: 'In yuan; the city platform wants one price at least', rule_price: 'An amount such as 300 or 300.50', plates: 'Plates', spaces: 'Spaces', first: 'First day', last: 'Last day', left: 'Left', none: 'No leases yet', none_hint: 'Fill in plates and days on the right to save the first one.', over: 'Run out', days_left: '{n} days', new: 'New lease', edit: 'Change the lease', save: 'Save', saved: 'Saved',
    plates_note: 'Separate by spaces; plates beyond the spaces pay as casual cars', spaces_note: 'How many at once, 1 to 1000', day_note: 'Such as 2026-11-22, included', rule_plates: '1 to 50 plates are needed', rule_spaces: 'From 1 to 1000', rule_day: 'Write it as 2026-11-22', rule_order: 'The last day cannot come before the first', bad_plate: 'One of these is no plate',
  },
  platform_settings: {
    title: 'Platform settings', file: '{file}, in force since {at}', reload: 'Read again', kept: 'The edit was not taken; what runs goes on by the settings it had. Mend the file and it is read again by itself.', begun_anew: 'Connected anew by the new settings: {what}', unchanged: 'Nothing has changed.',
    at_next_start: 'In force when the engine is started again: {what}', none: 'No platform is set up. Fill address and account in under [platforms.city] of lotdesk.toml.', key: 'Setting', value: 'Value', source: 'From', secrets: 'Secrets', set: 'Set', not_set: 'Not set',
    secrets_note: 'Secrets live in an encrypted file alone and are shown nowhere. Put them in at a terminal: lotdeskctl secret set NAME',
  },
  selftest: { title: 'Self-test of the city platform', about: 'Tries everything once by the settings as they are: connection, certificate, login, signature, clock, report, TCP and the way back. Uploads go on meanwhile.', begin: 'Begin', again: 'Once more', cancel: 'Stop' },
  selftest_verdict: { running: 'Under way', passed: 'All is well', failed: 'Something must be mended', cancelled: 'Stopped' },
  selftest_step: { settings: 'Settings, secrets', address: 'Address', secure: 'Certificate', login: 'Login, signature', clock: 'Clock', refresh: 'Token refresh', report: 'Report', tcp: 'TCP', downlink: 'The way back', logout: 'Logout' },
  selftest_state: { waiting: 'Waiting', running: 'Running', passed: 'Well', noted: 'Look at it', failed: 'Failed', not_tried: 'Not tried' },
  health: { engine: 'Engine', up: 'Answers', down: 'Does not answer', version: 'Version', clock: 'Engine clock', journal: 'Journal', hash: 'Journal hash', painted: 'Screen delay', painted_words: '{n} updates, 99th percentile {p99} ms', lot: 'Lot', about: 'Every entry of the journal is chained to the one before. When support asks, give the journal number and its hash: the same on two machines means the same books.' },
  ...attach, ...cars, ...lists, ...billing, ...street, ...charging, ...driver, ...garage, ...lanes, ...merchants, ...reconcile, ...shift, ...alarms, ...payment, ...reconcileAll, ...palette, ...session, ...setup, ...exceptions,
}
