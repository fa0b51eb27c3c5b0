param([uri] $Address, [string] $ModulePath)

Import-Module $ModulePath
