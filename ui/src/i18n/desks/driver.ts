export const zh = {
  driver_screen: { title: '顾客屏', got_it: '知道了', lane: '顾客屏所在车道', open: '打开顾客屏', close: '关闭顾客屏', about: '第二个窗口，朝向司机：车牌、应缴、找零，无车时显示空位。只显示这条车道，不含任何工作人员信息。Ctrl D 随时开关；有第二台显示器时在那里打开。' },
}

export const en: typeof zh = {
  driver_screen: { title: "Driver's screen", got_it: 'Got it', lane: 'Lane of the driver’s screen', open: 'Open the driver’s screen', close: 'Close the driver’s screen', about: 'A second window that faces the driver: plate, fee, change, and free spaces when nobody is there. It shows this lane alone and nothing of the people who work here. Ctrl D opens and closes it; on a second monitor where there is one.' },
}
