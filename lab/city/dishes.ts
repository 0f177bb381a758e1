/** The chain's menu in the seeded city: stations, minutes, prices, one required option group, a combo. */

export interface LabDish {
  id: string;
  name: string;
  category: string;
  station: 'wok' | 'steam' | 'cold' | 'drinks';
  cookS: number;
  priceFen: number;
  /** Options of a required group, by name and surcharge. */
  options?: { id: string; name: string; priceFen: number }[];
}

const spice = [
  { id: 'mild', name: '微辣', priceFen: 0 },
  { id: 'hot', name: '重辣', priceFen: 0 },
  { id: 'extra', name: '加花椒', priceFen: 100 },
];
const size = [
  { id: 'regular', name: '中杯', priceFen: 0 },
  { id: 'large', name: '大杯', priceFen: 300 },
];

/** A recorded day does not say what was eaten but when it was ready, and that is known from the placing on: a dish for each time. */
export const recordedDish = (cookMin: number): LabDish => ({
  ...{ id: `cooked-${cookMin}`, name: `${cookMin} 分钟`, category: '热菜', station: 'wok', priceFen: 3200 },
  cookS: Math.round(cookMin * 60),
});

export const dishes: LabDish[] = [
  { id: 'kungpao', name: '宫保鸡丁', category: '热菜', station: 'wok', cookS: 240, priceFen: 3200, options: spice },
  { id: 'mapo', name: '麻婆豆腐', category: '热菜', station: 'wok', cookS: 200, priceFen: 2200, options: spice },
  { id: 'fishpork', name: '鱼香肉丝', category: '热菜', station: 'wok', cookS: 230, priceFen: 2800, options: spice },
  { id: 'eggtomato', name: '番茄炒蛋', category: '热菜', station: 'wok', cookS: 180, priceFen: 1900 },
  { id: 'beefpepper', name: '黑椒牛柳', category: '热菜', station: 'wok', cookS: 260, priceFen: 4600 },
  { id: 'greens', name: '清炒时蔬', category: '热菜', station: 'wok', cookS: 120, priceFen: 1800 },
  { id: 'friedrice', name: '扬州炒饭', category: '主食', station: 'wok', cookS: 210, priceFen: 2400 },
  { id: 'porkbun', name: '鲜肉小笼', category: '点心', station: 'steam', cookS: 420, priceFen: 1600 },
  { id: 'shrimpdumpling', name: '虾饺皇', category: '点心', station: 'steam', cookS: 400, priceFen: 2600 },
  { id: 'steamedfish', name: '清蒸鲈鱼', category: '热菜', station: 'steam', cookS: 660, priceFen: 5800 },
  { id: 'rice', name: '米饭', category: '主食', station: 'steam', cookS: 30, priceFen: 200 },
  { id: 'cucumber', name: '拍黄瓜', category: '凉菜', station: 'cold', cookS: 60, priceFen: 1200 },
  { id: 'woodear', name: '凉拌木耳', category: '凉菜', station: 'cold', cookS: 60, priceFen: 1400 },
  { id: 'saltduck', name: '盐水鸭', category: '凉菜', station: 'cold', cookS: 90, priceFen: 2900 },
  { id: 'soymilk', name: '现磨豆浆', category: '饮品', station: 'drinks', cookS: 40, priceFen: 600, options: size },
  { id: 'plumjuice', name: '酸梅汤', category: '饮品', station: 'drinks', cookS: 30, priceFen: 900, options: size },
];
