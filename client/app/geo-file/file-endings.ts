// Which files are offered to be chosen. What a file is is told by its bytes; its ending only says who looks at them.
export const tableEndings = '.xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
export const mapEndings = '.zip,.gpkg,.geojson,.json,.kml,.kmz,.dxf'

/** Goes to the service as it is; spreadsheets with macros and of older programs too, which says why it does not take them. */
export const isTable = (name: string): boolean => /\.(xls[a-z]?|csv|txt|tsv|ods)$/i.test(name)
