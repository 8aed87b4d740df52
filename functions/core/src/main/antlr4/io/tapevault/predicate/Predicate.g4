// What `where` says, in Teleport's predicate language: functions over fields, compared with texts.
grammar Predicate;

predicate : any EOF ;

any : all ('||' all)* ;

all : one ('&&' one)* ;

one
    : '!' one                                   # Not
    | '(' any ')'                               # Group
    | NAME '(' field (',' value)* ')'           # Call
    | field op=('==' | '!=') value              # Comparison
    ;

field : NAME ('.' NAME)* ;

value : TEXT | NUMBER | NAME ;

NAME : [\p{L}_] [\p{L}\p{N}_-]* ;
NUMBER : '-'? [0-9]+ ('.' [0-9]+)? ;
// Other escapes would mean something else to everybody: none is guessed at.
TEXT : '"' (~["\\\r\n] | ESCAPE)* '"' | '\'' (~['\\\r\n] | ESCAPE)* '\'' ;
fragment ESCAPE : '\\' ["'\\] ;
BLANK : [ \t\r\n]+ -> skip ;
