@{
    RootModule        = 'Empty.psm1'
    ModuleVersion     = '1.0'
    CmdletsToExport   = @()
    FunctionsToExport = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
