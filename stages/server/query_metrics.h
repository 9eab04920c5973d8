// query_metrics - metrics of classes and the debt that follows from them.
//
// Sources: Chidamber and Kemerer, "A Metrics Suite for Object Oriented Design" (IEEE TSE 20/6, 1994); McCabe, "A Complexity
// Measure" (IEEE TSE 2/4, 1976); Letouzey, "The SQALE Method for Evaluating Technical Debt" (MTD 2012), whose way of
// counting debt as the effort of putting things right is taken, with the thresholds and efforts below.
//
// A class is an entity of kind class or struct, or another type (union, enum, trait, interface, alias) that has a method with a
// body. Its methods are the callables that it contains (edges Contains), wherever they stand: Go's and Rust's methods belong
// to the type of their receiver, C++'s to the class that they are qualified with. Tests are measured, too, and told by their
// class text.
//
// Computed over all classes by the first who asks, and kept with the snapshot; what is returned is lent until it is released.
#ifndef SLUICE_SERVER_QUERY_METRICS_H
#define SLUICE_SERVER_QUERY_METRICS_H

#include "stages/server/query.h"

typedef struct query_class {
    query_entity entity;
    uint32_t methods; // with and without a body

    // Coupling between objects: other classes of the tree that it or its methods need (an edge of QUERY_EDGES_DEPENDS to
    // one, or to a member of one), or that need it likewise: "two classes are coupled when methods declared in one use
    // methods or instance variables of the other".
    uint32_t cbo;

    // Response for a class: its methods and whatever else they call directly, libraries too. Of a call that may end at
    // several overriding methods the declared one counts.
    uint32_t rfc;

    // Weighted methods per class: the sum of its methods' complexity.
    uint32_t wmc;

    // Lack of cohesion, from 0 to 1: the share of pairs of methods (those with a body, constructors among them) that use no
    // field of the class in common. 0 with fewer than two methods.
    double lcom;
} query_class;

typedef struct query_classes {
    query_class *items; // in the order of numbers
    uint32_t count;
    uint32_t *complexity; // by entity: of callables with a body, else 0
    uint32_t *by_debt;    // places in items: the highest debt first, then in their order
} query_classes;

// Returns the metrics of all classes; NULL when the index lacks rows that it should have.
const query_classes *query_classes_of(const query_snapshot *self);

// Returns the metrics of one entity, or NULL when it is no class.
const query_class *query_class_find(const query_classes *self, query_entity entity);

// What a class may not exceed, and the hours that it takes to put right.
typedef enum query_violation {
    QUERY_VIOLATION_CBO,  // over 10: 4 h
    QUERY_VIOLATION_LCOM, // over 0.8: 8 h
    QUERY_VIOLATION_WMC,  // over 15: 2 h
    QUERY_VIOLATION_COUNT
} query_violation;

typedef struct query_violation_info {
    const char *type, *metric;
    double threshold;
    uint32_t hours;
} query_violation_info;

extern const query_violation_info query_violation_infos[QUERY_VIOLATION_COUNT];

// The class's value of a violation's metric; it is violated above the threshold.
double query_violation_value(const query_class *self, query_violation which);
bool query_is_violated(const query_class *self, query_violation which);

// The sum of hours of what it violates, and its severity: "none" 0, "low" up to 4, "medium" up to 8, else "high".
uint32_t query_debt_hours(const query_class *self);
const char *query_debt_severity(uint32_t hours);

// 'A' when CBO, LCOM and WMC are within those thresholds and RFC is within QUERY_RFC_MAX, 'B' with one of the four above,
// 'C' with two, 'D' with three, 'F' with all.
enum { QUERY_RFC_MAX = 50 };
char query_health_grade(const query_class *self);

#endif
