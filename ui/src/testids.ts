/**
 * The handles by which the window is driven in tests. `*` stands for a name, a number or an identifier. They are part of
 * the contract with the window tests: rename one here and there together. tests/testids.test.ts checks that each is used.
 */
export const TESTIDS = [
  // Frame
  'app', 'topbar', 'lot-name', 'operator-name', 'booth-free', 'booth-waiting-count', 'link-*', 'clock', 'nav-*', 'offline-banner', 'engine-banner', 'language-switch', 'theme-switch',
  // Sign-in
  'sign-in', 'sign-in-name-*', 'sign-in-pin', 'sign-in-submit', 'sign-in-demo-pin', 'first-start-name', 'first-start-pin', 'first-start-pin-again', 'first-start-submit', 'refusal',
  // Booth: board and lanes. board-root carries data-painted-no, data-paint-count, data-paint-p99-ms, data-paint-worst and data-first-picture-ms
  // Change of operator, locked screen
  'change', 'change-name-*', 'change-pin', 'change-submit', 'change-demo-pin', 'change-lock', 'change-out', 'lock-screen', 'lock-lot', 'lock-clock', 'lock-waiting', 'lock-checking', 'unlock-name-*', 'unlock-pin', 'unlock-submit', 'unlock-demo-pin', 'settings-idle-*', 'settings-voice-*', 'settings-voice-try', 'settings-voice-none',
  // Set-up
  'setup', 'setup-step-*', 'setup-later', 'setup-back', 'setup-next', 'setup-discard', 'setup-refused', 'setup-holds', 'setup-name', 'setup-park-code', 'setup-kind-*', 'setup-service-*', 'setup-district', 'setup-road', 'setup-operator-code', 'setup-owner', 'setup-hours', 'setup-free-exit',
  'setup-area-*', 'setup-area-code-*', 'setup-area-name-*', 'setup-area-total-*', 'setup-area-lease-*', 'setup-area-listed-*', 'setup-area-number-*', 'setup-area-drop-*', 'setup-area-add', 'setup-lane-*', 'setup-lane-name-*', 'setup-lane-code-*', 'setup-lane-token-*', 'setup-lane-add-entry', 'setup-lane-add-exit',
  'setup-token', 'setup-token-text', 'setup-token-command', 'setup-token-address', 'setup-token-listen', 'setup-token-hide', 'setup-tariff-current', 'setup-tariff-*', 'setup-tariff-text', 'setup-tariff-error', 'setup-platform-*', 'setup-platform-field-*', 'setup-platform-toml', 'setup-platform-reload',
  'setup-summary', 'setup-sum-*', 'setup-to-*', 'settings-setup',
  // Remote PCs, a window attached over the network
  'remote', 'remote-door', 'remote-pc-*', 'remote-revoke-*', 'remote-name', 'remote-host', 'remote-refusal', 'remote-admit', 'remote-admitted', 'remote-line', 'remote-line-done', 'remote-from-afar', 'remote-revoke', 'attached-to', 'sign-in-attached', 'settings-driver-afar',
  'report-saving', 'report-saving-cancel', 'report-saving-refusal', 'report-saved-file', 'report-save',
  // Driver's screen
  'driver', 'driver-lane', 'driver-plate', 'driver-title', 'driver-figure', 'driver-facts', 'settings-driver', 'settings-driver-lane-*', 'settings-driver-open', 'driver-refused', 'driver-refused-said', 'driver-refused-close',
  // Merchants
  'merchants', 'merchant-detail', 'merchant-list', 'merchant-row-*', 'merchant-new', 'merchant-owed', 'merchant-part-*', 'merchant-export', 'merchant-edit', 'merchant-settle', 'merchant-issue', 'merchant-file', 'merchant-issue-sheet', 'merchant-kind-*', 'merchant-value', 'merchant-most', 'merchant-count', 'merchant-until', 'merchant-plate', 'merchant-sheet', 'merchant-name', 'merchant-org-code', 'merchant-budget', 'merchant-open-*', 'merchant-settle-sheet', 'merchant-way-*', 'merchant-received', 'merchant-waived', 'merchant-note',
  // Palette
  'find', 'palette', 'palette-text', 'palette-row-*', 'palette-none',
  // Booth: board and lanes
  'board-root', 'board-grid', 'board-grid-said', 'area-*', 'board-offers', 'entry-lane-*', 'exit-tab-*', 'event-*', 'events', 'queue', 'queue-*',
  // Booth: exit
  'booth-exit', 'booth-exit-plate', 'booth-exit-standing', 'booth-exit-stay', 'booth-exit-due', 'booth-exit-entry-picture', 'booth-exit-exit-picture', 'booth-explain', 'booth-lines', 'booth-lines-below', 'booth-cash',
  'booth-free-release', 'booth-received', 'booth-change', 'booth-quick-*', 'booth-pay', 'booth-changed', 'booth-unknown', 'booth-refusal', 'booth-paid', 'booth-paid-gate', 'booth-paid-change', 'booth-receipt', 'booth-last',
  'booth-idle', 'booth-print', 'booth-printed', 'booth-print-refusal',
  // Booth: exceptions
  'resolve', 'resolve-candidate-*', 'resolve-search', 'resolve-plate', 'resolve-entered-at', 'resolve-reason', 'resolve-name-*', 'resolve-pin', 'resolve-submit', 'resolve-mode-*', 'resolve-dismiss', 'resolve-listed-by', 'resolve-locked',
  // Booth: sheets
  'help', 'search', 'search-text', 'search-row-*', 'open-by-hand', 'open-lane-*', 'open-reason', 'open-reason-*', 'open-submit', 'free', 'free-reason', 'free-reason-*', 'free-name-*', 'free-pin',
  'free-submit', 'dismiss', 'dismiss-reason', 'dismiss-submit', 'key-*',
  'stuck', 'stuck-again', 'stuck-gone', 'again-sheet', 'again-sheet-*', 'gone-sheet', 'gone-sheet-*', 'stuck-inside', 'inside-sheet', 'inside-sheet-*', 'double', 'double-how-*', 'double-plate', 'double-left-at', 'double-fee-*', 'double-reason', 'double-reason-*', 'double-name-*', 'double-pin', 'ticket-issue', 'ticket', 'ticket-code', 'ticket-done', 'ticket-with-plate', 'resolve-ticket',
  'training-banner', 'training-frame', 'settings-training', 'settings-training-said',
  'history', 'history-plate', 'history-find', 'history-kind-*', 'history-show', 'history-withheld', 'history-line', 'history-item-*', 'history-sheet', 'history-sheet-*', 'search-history',
  // Unread passages, walks
  'passages', 'passages-which-*', 'passages-none', 'passage-list', 'passage-row-*', 'passage-detail', 'passage-enter', 'passage-leave', 'passage-nothing', 'passage-record', 'passage-sheet', 'passage-sheet-*', 'passage-plate', 'passage-find', 'passage-pick-*', 'passage-fee-*',
  'walk', 'walk-plates', 'walk-began', 'walk-compare', 'walk-sums', 'walk-part-*', 'walk-list', 'walk-row-*', 'walk-pick-*', 'walk-all', 'walk-picked', 'walk-close', 'walk-sheet', 'walk-sheet-*', 'walk-left-at', 'walk-fee-*', 'walk-progress', 'walk-stop', 'walk-done', 'walk-refused', 'walk-strange', 'walk-enter-*', 'walk-correct-*', 'walk-since', 'walk-enter-sheet', 'walk-enter-sheet-*', 'walk-unread',
  // Platforms desk
  'platforms', 'platforms-tab-*', 'messages', 'messages-platform-*', 'messages-open-*', 'message-row-*', 'message-detail', 'message-body', 'message-attempts', 'message-resend', 'message-resend-all',
  'received', 'received-row-*', 'received-detail', 'received-body', 'received-reply', 'received-listener', 'received-reload', 'interfaces', 'interface-row-*',
  // Cars desk
  'cars', 'cars-tab-*', 'records', 'record-locked', 'record-first-plate', 'record-orders', 'record-lock', 'record-unlock', 'record-correct', 'record-ask', 'lock', 'lock-*', 'unlock', 'unlock-*', 'correct', 'correct-*', 'correct-plate', 'ask', 'charge-refund-*',
  'refund', 'refund-amount', 'refunds', 'refunds-scope-*', 'refund-row-*', 'refund-detail', 'refund-open', 'refund-record', 'cars-search', 'cars-state-*', 'record-row-*', 'record-detail',
  // Lists desk
  'lists', 'lists-tab-*', 'control', 'control-search', 'control-scope-*', 'control-row-*', 'control-detail', 'control-new', 'control-plate', 'control-kind-*', 'control-begins', 'control-ends', 'control-reason', 'control-by', 'control-save', 'control-remove',
  'control-off', 'control-inside', 'lease-end', 'lease-off', 'lease-ask', 'lease-theirs', 'reservations', 'reservation-scope-*', 'reservation-held', 'reservation-timeline', 'reservation-bar-*', 'reservation-row-*', 'reservation-detail',
  'reservation-cancel', 'reservation-off', 'reservation-off-*', 'reservation-record', 'reservation-earlier', 'reservation-later', 'reservation-today', 'sharing', 'share-row-*', 'share-detail', 'neighbours', 'neighbour-row-*', 'neighbour-detail',
  // A lane's state
  'lane-state', 'lane-state-lane-*', 'lane-state-to-*',
  // Billing desk
  'billing', 'billing-tab-*', 'invoices', 'invoice-search', 'invoice-row-*', 'invoice-detail', 'invoice-new', 'invoice-stock', 'invoice-stock-left', 'invoice-stock-few', 'invoice-stock-seen', 'invoice-reverse', 'invoice-resolve', 'invoice-pdf', 'invoice-pdf-busy', 'invoice-pdf-stop', 'invoice-pdf-stopped', 'invoice-pdf-place', 'invoice-pdf-refusal', 'invoice-show-preview', 'invoice-preview', 'invoice-preview-mark', 'invoice-preview-sum', 'reverse', 'resolve-invoice', 'resolve-outcome-*', 'resolve-code',
  'resolve-number', 'resolve-url', 'issue', 'issue-plate', 'issue-orders', 'issue-charge-*', 'issue-kind-*', 'issue-name', 'issue-tax', 'issue-email', 'issue-mobile', 'issue-address', 'issue-phone', 'issue-bank', 'issue-remark', 'charge-invoice-*',
  'credit', 'credit-scope-*', 'credit-no-rules', 'credit-detail', 'overdue-row-*', 'report-row-*', 'credit-propose', 'propose', 'propose-kind-*', 'propose-subject-name', 'propose-id-kind-*', 'propose-id-no', 'credit-approve', 'approve', 'credit-withdraw',
  'withdraw', 'person', 'person-eye', 'person-show', 'person-erase', 'erase', 'billing-rules', 'seller', 'seller-*', 'seller-rate', 'seller-save', 'credit-rules', 'rules-provider', 'rules-days', 'rules-save',
  // Street
  'street', 'street-search', 'street-scope-*', 'street-owing', 'street-rules', 'street-rules-sheet', 'street-jitter', 'stay-row-*', 'stay-side', 'stay-detail', 'stay-due', 'stay-plate', 'stay-pay', 'stay-debts', 'stay-pay-sheet', 'stay-coupons', 'stay-coupon', 'stay-coupon-use', 'stay-pay-due',
  'stay-received', 'stay-change', 'stay-plate-sheet', 'stay-plate-text', 'stay-color-*', 'stay-class-*',
  // Charging
  'charging', 'charging-tab-*', 'connectors', 'connector-sums', 'connector-board', 'connector-*', 'connector-detail', 'connector-start', 'connector-stop', 'connector-name', 'charge-start', 'charge-stop', 'charge-name', 'charge-plate', 'charge-orders',
  'charge-search', 'charge-scope-*', 'charge-row-*', 'charge-detail', 'charge-record', 'prices', 'prices-station-*', 'price-from-*', 'price-electricity-*', 'price-service-*', 'price-drop-*', 'price-add', 'price-save', 'price-sheet', 'checks',
  'check-from', 'check-until', 'check-push', 'check-sheet', 'check-row-*', 'check-detail',
  // Garages
  'garages', 'garage-list', 'garage-*', 'garage-queue', 'garage-running', 'garage-left', 'garage-stop', 'garage-waiting', 'garage-command-*', 'garage-space-*', 'garage-alarms', 'garage-state', 'garage-store', 'garage-retrieve', 'garage-set', 'garage-to',
  'garage-off', 'store', 'store-plate', 'plate-pad', 'plate-key-*', 'store-space', 'store-pass', 'retrieve', 'retrieve-plate', 'retrieve-space', 'retrieve-pass', 'retrieve-when-*', 'retrieve-at',
  // Shift
  'shift-now', 'shift-desk', 'shift-open', 'shift-float', 'shift-begin', 'shift-count', 'shift-pieces-*', 'shift-count-sum', 'shift-count-sure', 'shift-count-give', 'shift-hand-over', 'shift-counted', 'shift-expected', 'shift-difference', 'shift-reason*',
  'shift-again', 'shift-close', 'shift-past', 'shift-older', 'shift-sheet', 'shift-sheet-no', 'shift-print', 'shift-printed', 'shift-*',
  // Alarms
  'alarms', 'alarms-which-*', 'alarms-sound', 'alarms-none', 'alarms-list', 'alarm-*', 'alarm-detail', 'alarm-note', 'alarm-note-now', 'alarm-record', 'alarm-hand-on', 'alarm-acknowledge', 'hand-on', 'hand-on-*',
  // Reconciling
  'reconcile', 'reconcile-first', 'reconcile-last', 'reconcile-order', 'reconcile-compare', 'reconcile-ask', 'reconcile-yesterday', 'reconcile-today', 'reconcile-week', 'reconcile-only-*', 'reconcile-differences', 'reconcile-delta', 'reconcile-missing',
  'reconcile-no-bills', 'reconcile-agrees', 'difference-*', 'reconcile-tab-*', 'reconcile-city', 'reconcile-all', 'all-first', 'all-last', 'all-today', 'all-yesterday', 'all-week', 'all-compare', 'all-sides', 'side-*', 'all-only-*', 'all-show-*', 'all-agrees',
  'all-differences', 'found-*', 'found-detail', 'found-settled', 'found-record', 'settle-*', 'settle', 'files', 'file-pick', 'file-take', 'file-view', 'file-bad', 'file-list', 'file-refusal', 'payments',
  'payments-again', 'payments-by-hand', 'payments-attempts',
  // Pay codes, coupons, debts at the booth
  'booth-scan', 'booth-coupons', 'booth-arrears', 'booth-receipt-picture', 'receipt-picture', 'receipt-image', 'scan', 'scan-due', 'scan-state', 'scan-why', 'scan-way-*', 'scan-code', 'scan-board-*', 'scan-trade', 'scan-trade-no', 'scan-query',
  'scan-cancel', 'scan-refusal', 'scan-submit', 'scan-done', 'coupon', 'coupon-name-*', 'coupon-stack', 'coupon-due', 'coupon-taken', 'coupon-way-*', 'coupon-number', 'coupon-kind-*', 'coupon-value', 'coupon-reason', 'coupon-pin', 'coupon-refusal', 'coupon-submit',
  'let-go', 'debts', 'debts-search', 'debts-sum', 'debt-list', 'debt-row-*', 'debt-detail', 'debt-record', 'debt-collect', 'debt-sheet', 'debt-received',
  // Service desk
  'service', 'service-tab-*', 'order-row-*', 'order-detail', 'order-owner', 'order-reveal', 'order-draft', 'order-aside', 'aside-reason', 'aside-submit', 'order-picture-get-*', 'order-others', 'record-find', 'record-new', 'repair-row-*',
  'record-editor', 'record-plate', 'record-vin', 'record-mileage', 'record-code', 'record-brought', 'record-settled', 'record-fuel', 'record-use', 'record-fault', 'item-add', 'item-name-*', 'item-hours-*', 'part-name-*', 'record-save', 'record-settle', 'repair-correct',
  'correct-reason', 'correct-submit', 'record-refusal', 'record-doubts', 'record-problems', 'record-said', 'record-upload', 'record-print', 'print-text', 'print-pdf', 'print-file', 'uploads', 'refused-*', 'mend-*', 'waiting-*', 'import-file', 'import-sum', 'import-job-*', 'import-submit',
  'etcp', 'etcp-tab-*', 'etcp-sums', 'etcp-driver', 'etcp-phone', 'etcp-phone-masked', 'etcp-another', 'etcp-send-code', 'etcp-code', 'etcp-demo-code', 'etcp-sign-in', 'etcp-join', 'etcp-driver-refusal', 'etcp-recent', 'etcp-cars', 'etcp-cars-rule', 'etcp-car', 'etcp-car-fee',
  'etcp-car-release', 'etcp-release-sheet', 'etcp-bind', 'etcp-bind-plate', 'etcp-bind-color-*', 'etcp-bind-refusal', 'etcp-fee-plate', 'etcp-look-up', 'etcp-fee-refusal', 'etcp-fee-none', 'etcp-quote', 'etcp-due', 'etcp-pay', 'etcp-told', 'etcp-see-payments',
  'etcp-pay-sheet', 'etcp-pay-due', 'etcp-pay-credit', 'etcp-received', 'etcp-change', 'etcp-history', 'etcp-history-reload', 'etcp-past', 'etcp-payment-row-*', 'etcp-payment', 'etcp-payment-refusal', 'etcp-payment-error', 'etcp-new-fee', 'etcp-ask', 'etcp-pay-new',
  'etcp-give-back', 'etcp-back-sheet', 'etcp-resend', 'etcp-resolve-yes', 'etcp-resolve-no', 'etcp-resolve-sheet', 'etcp-lots', 'etcp-lots-where-*', 'etcp-radius', 'etcp-city', 'etcp-lots-way-*', 'etcp-lots-search', 'etcp-lots-more', 'etcp-lots-refusal', 'etcp-lot-state',
  'etcp-lot-row-*', 'etcp-live', 'etcp-all-lots', 'etcp-inside', 'etcp-lot-now', 'etcp-inside-only', 'etcp-stay-row-*', 'etcp-account', 'etcp-account-kind-*', 'etcp-balance', 'etcp-settle', 'etcp-settle-sheet', 'etcp-settle-amount', 'etcp-settle-from-*', 'etcp-settle-reference', 'etcp-line-*', 'etcp-settle-back', 'etcp-settle-back-sheet',
  'compliance-show', 'compliance-sum', 'compliance-row-*', 'shop-company', 'shop-save',
  // Violations, watched fleets, inspections
  'violation-car', 'violation-sum', 'violation-papers', 'violation-again', 'licence-open', 'violation-total', 'violation-order', 'order-sheet', 'order-licence', 'order-file', 'violation-row-*', 'violation-choose-*',
  'violation-form', 'violation-plate', 'violation-type', 'violation-phone', 'violation-city', 'violation-vin', 'violation-engine', 'violation-self', 'violation-query', 'violation-tools', 'violation-cars',
  'violation-car-*', 'testid', 'fleet-import-sheet', 'fleet-import-name', 'fleet-file', 'fleet-import-sum', 'fleet-import-do', 'fleet-import-bar', 'fleet-import-progress', 'fleet-import-count', 'fleet-import-cancel', 'fleet-import-ended', 'fleet-line-*', 'fleet', 'fleet-which', 'fleet-find', 'fleet-import', 'fleet-add',
  'fleet-remove', 'fleet-cars', 'fleet-query', 'fleet-sheet', 'fleet-name', 'fleet-plate', 'fleet-type', 'fleet-vin', 'fleet-engine', 'fleet-gone', 'alarm-*', 'alarm-see-*', 'fleet-car-*', 'fleet-report', 'fleet-report-sum',
  'fleet-report-close', 'inspection-form', 'inspection-plate', 'inspection-day', 'inspection-brand', 'inspection-series', 'inspection-model', 'inspection-seats', 'inspection-exempt', 'inspection-bind',
  'inspection-flag-*', 'inspections', 'inspection-new', 'inspection-list', 'inspection-row-*', 'inspection-detail', 'inspection-ask', 'inspection-decide', 'inspection-advice', 'inspection-people', 'inspection-*', 'inspection-offer',
  'inspection-price', 'inspection-province', 'inspection-city', 'inspection-county', 'inspection-address', 'inspection-submit', 'decide', 'decide-number', 'paper-*', 'licence', 'licence-*', 'licence-shrink-*',
  'violation-order-detail', 'order-advice', 'order-number', 'order-pay', 'order-ask', 'order-again', 'order-give', 'order-take', 'take', 'take-amount', 'give', 'give-amount', 'again', 'order-*', 'violation-orders-open',
  'violation-held', 'violation-orders', 'violation-order-row-*', 'price-sheet-docloud', 'price-plate', 'price-type', 'price-phone', 'price-vin', 'price-engine', 'count-result', 'count-do', 'price-do', 'person-reveal', 'person-why',
  'violations', 'violation-view', 'docloud-test',
  // Reports desk
  'reports', 'report-kind-*', 'report-period-*', 'report-first', 'report-last', 'report-days', 'report-view-*', 'report-rows', 'report-row-*', 'report-sums', 'report-sum-*', 'report-none', 'report-chart',
  'report-export-*', 'report-export-refusal', 'report-job', 'report-progress', 'report-cancel', 'report-file',
  // Settings
  'settings', 'settings-tab-*', 'tariff-text', 'tariff-load', 'tariff-try', 'tariff-entered', 'tariff-left', 'tariff-class-*', 'tariff-result', 'tariff-error', 'tariff-from', 'tariff-history', 'tariff-row-*', 'tariff-open-*', 'tariff-export-*', 'tariff-withdraw-*', 'tariff-withdraw-reason', 'tariff-withdraw-submit', 'tariff-power-*', 'tariff-area',
  'tariff-coupon-kind-*', 'tariff-coupon-value', 'tariff-coupon-add', 'tariff-coupon-remove-*', 'booth-coupon', 'operator-new-name', 'operator-new-pin',
  'operator-new-role-*', 'operator-create', 'lease-row-*', 'lease-new', 'lease-plates', 'lease-spaces', 'lease-first', 'lease-last', 'lease-price', 'lease-save', 'health-hash', 'retry', 'platform-settings', 'settings-reload',
  'settings-refused', 'selftest', 'selftest-begin', 'selftest-cancel', 'selftest-step-*',
] as const
