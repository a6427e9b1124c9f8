"""zhishui 智税: an open smart tax service centre 智慧税务服务中心."""
