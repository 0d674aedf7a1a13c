/**
 * The handles by which the window is driven in tests. `*` stands for a name, a number or an identifier. They are part of
 * the contract with the window tests: rename one here and there together. tests/testids.test.ts checks that each is used.
 */
export const TESTIDS = [
  // Frame
  'app', 'topbar', 'lot-name', 'operator-name', 'booth-free', 'booth-waiting-count', 'link-*', 'clock', 'nav-*', 'offline-banner', 'engine-banner', 'language-switch', 'theme-switch',
  // Sign-in
  'sign-in', 'sign-in-name-*', 'sign-in-pin', 'sign-in-submit', 'sign-in-demo-pin', 'first-start-name', 'first-start-pin', 'first-start-pin-again', 'first-start-submit', 'refusal',
  // Booth: board and lanes. board-root carries data-painted-no, data-paint-count and data-paint-p99-ms
  'board-root', 'board-grid', 'board-grid-said', 'area-*', 'board-offers', 'entry-lane-*', 'exit-tab-*', 'event-*', 'events', 'queue', 'queue-*',
  // Booth: exit
  'booth-exit', 'booth-exit-plate', 'booth-exit-standing', 'booth-exit-stay', 'booth-exit-due', 'booth-exit-entry-picture', 'booth-exit-exit-picture', 'booth-explain', 'booth-lines', 'booth-cash',
  'booth-free-release', 'booth-received', 'booth-change', 'booth-quick-*', 'booth-pay', 'booth-changed', 'booth-unknown', 'booth-refusal', 'booth-paid', 'booth-paid-change', 'booth-receipt', 'booth-last',
  'booth-idle',
  // Booth: exceptions
  'resolve', 'resolve-candidate-*', 'resolve-search', 'resolve-plate', 'resolve-entered-at', 'resolve-reason', 'resolve-name-*', 'resolve-pin', 'resolve-submit', 'resolve-mode-*', 'resolve-dismiss', 'resolve-listed-by', 'resolve-locked',
  // Booth: sheets
  'help', 'search', 'search-text', 'search-row-*', 'open-by-hand', 'open-lane-*', 'open-reason', 'open-reason-*', 'open-submit', 'free', 'free-reason', 'free-reason-*', 'free-name-*', 'free-pin',
  'free-submit', 'dismiss', 'dismiss-reason', 'dismiss-submit', 'key-*',
  // Platforms desk
  'platforms', 'platforms-tab-*', 'messages', 'messages-platform-*', 'messages-open-*', 'message-row-*', 'message-detail', 'message-body', 'message-attempts', 'message-resend', 'message-resend-all',
  'received', 'received-row-*', 'received-detail', 'received-body', 'received-reply', 'received-listener', 'received-reload', 'interfaces', 'interface-row-*',
  // Cars desk
  'cars', 'cars-tab-*', 'records', 'record-locked', 'record-first-plate', 'record-orders', 'record-lock', 'record-unlock', 'record-correct', 'record-ask', 'lock', 'unlock', 'correct', 'correct-plate', 'ask', 'charge-refund-*',
  'refund', 'refund-amount', 'refunds', 'refunds-scope-*', 'refund-row-*', 'refund-detail', 'refund-open', 'refund-record', 'cars-search', 'cars-state-*', 'record-row-*', 'record-detail',
  // Lists desk
  'lists', 'lists-tab-*', 'control', 'control-search', 'control-scope-*', 'control-row-*', 'control-detail', 'control-new', 'control-plate', 'control-kind-*', 'control-begins', 'control-ends', 'control-reason', 'control-by', 'control-save', 'control-remove',
  'control-off', 'control-inside', 'lease-end', 'lease-off', 'lease-ask', 'lease-theirs', 'reservations', 'reservation-scope-*', 'reservation-held', 'reservation-timeline', 'reservation-bar-*', 'reservation-row-*', 'reservation-detail',
  'reservation-cancel', 'reservation-off', 'reservation-record', 'reservation-earlier', 'reservation-later', 'reservation-today', 'sharing', 'share-row-*', 'share-detail', 'neighbours', 'neighbour-row-*', 'neighbour-detail',
  // A lane's state
  'lane-state', 'lane-state-lane-*', 'lane-state-to-*',
  // Reconciling
  'reconcile', 'reconcile-first', 'reconcile-last', 'reconcile-order', 'reconcile-compare', 'reconcile-ask', 'reconcile-yesterday', 'reconcile-today', 'reconcile-week', 'reconcile-only-*', 'reconcile-differences', 'reconcile-delta', 'reconcile-missing',
  'reconcile-no-bills', 'reconcile-agrees', 'difference-*',
  // Service desk
  'service', 'service-tab-*', 'order-row-*', 'order-detail', 'order-owner', 'order-reveal', 'order-draft', 'order-aside', 'aside-reason', 'aside-submit', 'order-picture-get-*', 'order-others', 'record-find', 'record-new', 'repair-row-*',
  'record-editor', 'record-plate', 'record-vin', 'record-mileage', 'record-code', 'record-brought', 'record-settled', 'record-fuel', 'record-use', 'record-fault', 'item-name-*', 'item-hours-*', 'part-name-*', 'record-save', 'record-settle', 'repair-correct',
  'correct-reason', 'correct-submit', 'record-refusal', 'record-doubts', 'record-problems', 'record-said', 'record-upload', 'record-print', 'print-text', 'uploads', 'refused-*', 'mend-*', 'waiting-*', 'import-file', 'import-sum', 'import-job-*', 'import-submit',
  'compliance-show', 'compliance-sum', 'compliance-row-*', 'shop-company', 'shop-save',
  // Settings
  'settings', 'settings-tab-*', 'tariff-text', 'tariff-load', 'tariff-try', 'tariff-entered', 'tariff-left', 'tariff-class-*', 'tariff-result', 'tariff-error', 'tariff-from', 'tariff-history', 'tariff-row-*', 'tariff-open-*', 'tariff-export-*', 'tariff-withdraw-*', 'tariff-withdraw-reason', 'tariff-withdraw-submit', 'tariff-power-*', 'tariff-area',
  'tariff-coupon-kind-*', 'tariff-coupon-value', 'tariff-coupon-add', 'tariff-coupon-remove-*', 'booth-coupon', 'operator-new-name', 'operator-new-pin',
  'operator-new-role-*', 'operator-create', 'lease-row-*', 'lease-new', 'lease-plates', 'lease-spaces', 'lease-first', 'lease-last', 'lease-price', 'lease-save', 'health-hash', 'retry', 'platform-settings', 'settings-reload',
  'settings-refused', 'selftest', 'selftest-begin', 'selftest-cancel', 'selftest-step-*',
] as const
